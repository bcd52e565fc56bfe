import { isNode, LineCounter, parseDocument, visit, type Document } from 'yaml';
import type { InputFault } from './input.js';
import type { Fault } from './procedure.js';

/** A YAML file that people write: its plain value, and the line of every path in it. */
export interface YamlFile {
  readonly value: unknown;
  lineOf(path: string): number;
  located(faults: readonly InputFault[]): Fault[];
}

/** One document, no duplicate keys, no aliases (a small file could otherwise unfold into a huge one). */
export function readYaml(text: string): YamlFile | { readonly faults: readonly Fault[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  if (document.errors.length > 0)
    return {
      faults: document.errors.map((error) => ({
        line: error.linePos?.[0].line ?? 1,
        path: '',
        expected: 'YAML',
        found: error.message.split('\n')[0],
      })),
    };
  const aliases = aliasesIn(document, lines);
  if (aliases.length > 0) return { faults: aliases };
  const lineOf = (path: string) =>
    lineAt(document, lines, path === '' ? [] : path.split(/[.[\]]+/).filter(Boolean));
  return {
    value: document.toJS(),
    lineOf,
    located: (faults) => faults.map((fault) => ({ line: lineOf(fault.path), ...fault })),
  };
}

function aliasesIn(document: Document, lines: LineCounter): Fault[] {
  const faults: Fault[] = [];
  visit(document, {
    Alias: (_, { source, range }) => {
      const line = range ? lines.linePos(range[0]).line : 1;
      faults.push({ line, path: '', expected: 'no aliases', found: `*${source}` });
    },
  });
  return faults;
}

/** The line of a path, or of the deepest part of it that stands in the file. */
function lineAt(document: Document, lines: LineCounter, path: readonly string[]): number {
  for (let length = path.length; length > 0; length--) {
    const part = path.slice(0, length).map((key) => (/^\d+$/.test(key) ? Number(key) : key));
    const node = document.getIn(part, true) ?? document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}
