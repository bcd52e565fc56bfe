import { openApi } from './openapi.js';

/** The methods of a path, as the description of the API has them, and HEAD wherever there is GET; none where there is no such path. */
export function methodsAt(path: string): readonly string[] {
  known ??= patterns();
  const found = known.filter(({ pattern }) => pattern.test(path)).flatMap((one) => one.methods);
  return [...new Set(found.includes('GET') ? [...found, 'HEAD'] : found)].sort();
}

interface Path {
  readonly pattern: RegExp;
  readonly methods: readonly string[];
}

let known: readonly Path[] | undefined;

function patterns(): Path[] {
  const { paths } = openApi() as { paths: Readonly<Record<string, object>> }; // made there
  const described = { ...paths, '/': { get: {} }, '/api/openapi.json': { get: {} } };
  return Object.entries(described).map(([path, methods]) => ({
    pattern: new RegExp(`^${path.replaceAll('.', '[.]').replace(/\{\w+\}/g, '[^/]+')}$`),
    methods: Object.keys(methods).map((method) => method.toUpperCase()),
  }));
}
