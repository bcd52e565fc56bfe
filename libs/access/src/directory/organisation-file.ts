import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, visit } from 'yaml';
import { FORMAT, type Form, oneOf, type Section } from './organisation-format.js';

/** One place of the file that cannot be applied. */
export interface FileError {
  readonly file: string;
  readonly line: number;
  /** `organs[2].parent` */
  readonly path: string;
  readonly expected: string;
  readonly found: string;
}

/** One item of a list in the file: its known fields, each a text of the right form. */
export interface Entry {
  readonly path: string;
  readonly line: number;
  readonly fields: { readonly [field: string]: string | undefined };
  lineOf(field: string): number;
}

/** Entries with errors are left out of the lists. */
export interface OrganisationFile {
  readonly organs: readonly Entry[];
  readonly people: readonly Entry[];
  readonly appointments: readonly Entry[];
  readonly leaves: readonly Entry[];
  readonly delegations: readonly Entry[];
  /** Ids of the entries left out: naming one of them is no second error. */
  readonly flawed: ReadonlySet<string>;
  readonly errors: readonly FileError[];
}

/**
 * Reads the lists and checks each field by itself; what fields say of each other is the planner's
 * matter.
 */
export function readOrganisationFile(yamlText: string, fileName: string): OrganisationFile {
  return new Reader(yamlText, fileName).file();
}

class Reader {
  private readonly lines = new LineCounter();
  private readonly errors: FileError[] = [];
  private readonly flawed = new Set<string>();

  constructor(
    private readonly text: string,
    private readonly fileName: string,
  ) {}

  file(): OrganisationFile {
    // The failsafe schema reads every scalar as text: `13` and `0771` are ids as they stand.
    const document = parseDocument(this.text, { schema: 'failsafe', lineCounter: this.lines });
    for (const { pos, code, message } of document.errors)
      this.report({
        at: pos[0],
        path: '',
        expected: 'well-formed YAML',
        found: `${code}: ${message.split('\n')[0]}`,
      });
    visit(document, {
      Alias: (_, { range, source }) =>
        this.report({
          at: range?.[0],
          path: '',
          expected: 'each entry written out',
          found: `*${source}`,
        }),
    });
    const sections = this.sections(this.errors.length > 0 ? null : document.contents);
    return { ...sections, flawed: this.flawed, errors: this.errors };
  }

  private sections(contents: Node | null) {
    const lists = new Map<string, Entry[]>();
    for (const { key, value, at } of this.pairs(contents, '')) {
      if (Object.hasOwn(FORMAT, key))
        lists.set(key, this.entries(key as Section, value)); // a key of FORMAT
      else
        this.report({ at, path: key, expected: oneOf(Object.keys(FORMAT)).expected, found: key });
    }
    const of = (section: Section) => lists.get(section) ?? [];
    return {
      ...{ organs: of('organs'), people: of('people'), appointments: of('appointments') },
      ...{ leaves: of('leaves'), delegations: of('delegations') },
    };
  }

  private entries(section: Section, list: unknown): Entry[] {
    if (isScalar(list) && list.value === '') return [];
    if (!isSeq(list)) {
      this.report({
        at: startOf(list),
        path: section,
        expected: 'a list',
        found: kindOfNode(list),
      });
      return [];
    }
    return list.items.flatMap((item, index) =>
      this.entry(FORMAT[section], item, `${section}[${index}]`),
    );
  }

  /** None when something is wrong with it. */
  private entry(form: { readonly [field: string]: Form }, item: unknown, path: string): Entry[] {
    const before = this.errors.length;
    const isList = (key: string) => Object.hasOwn(form, key) && form[key].list;
    const found = new Map(
      this.fields(item, path, '').map(({ key, at, text, words }) => [
        key,
        { at, text: isList(key) ? words : text },
      ]),
    );
    for (const [key, { text, at }] of found) {
      const known = Object.hasOwn(form, key);
      const { expected, fits } = known ? form[key] : oneOf(Object.keys(form));
      if (!known || text === undefined || !fits(text))
        this.report({
          at,
          path: `${path}.${key}`,
          expected,
          found: known ? (text ?? 'no text') : key,
        });
    }
    for (const [key, { expected, optional }] of Object.entries(form))
      if (!optional && !found.has(key))
        this.report({ at: startOf(item), path: `${path}.${key}`, expected, found: 'nothing' });
    if (this.errors.length > before) {
      this.flawed.add(found.get('id')?.text ?? '');
      return [];
    }
    const line = this.lineAt(startOf(item));
    const fields = Object.fromEntries([...found].map(([key, { text }]) => [key, text]));
    return [{ path, line, fields, lineOf: (field) => this.lineAt(found.get(field)?.at, line) }];
  }

  /** Flat: a map within the entry gives `name.en`. */
  private fields(node: unknown, path: string, prefix: string): Field[] {
    return this.pairs(node, path).flatMap(({ key, value, at }) => {
      const name = `${prefix}${key}`;
      if (isMap(value) && prefix === '') return this.fields(value, path, `${name}.`);
      return [{ key: name, at, text: textIn(value), words: wordsIn(value) }];
    });
  }

  private pairs(node: unknown, path: string) {
    if (node === null || (isScalar(node) && node.value === '')) return [];
    if (!isMap(node)) {
      this.report({ at: startOf(node), path, expected: 'fields', found: kindOfNode(node) });
      return [];
    }
    return node.items.map(({ key, value }) => {
      return { key: isScalar(key) ? String(key.value) : '', value, at: startOf(key) };
    });
  }

  private report({ at, ...error }: Omit<FileError, 'file' | 'line'> & { at: number | undefined }) {
    this.errors.push({ file: this.fileName, line: this.lineAt(at), ...error });
  }

  private lineAt(offset: number | undefined, otherwise = 1): number {
    return offset === undefined ? otherwise : this.lines.linePos(offset).line;
  }
}

interface Field {
  readonly key: string;
  readonly at: number | undefined;
  readonly text: string | undefined;
  /** Where it is a list. */
  readonly words: string | undefined;
}

function textIn(node: unknown): string | undefined {
  return isScalar(node) ? String(node.value) : undefined;
}

function wordsIn(node: unknown): string | undefined {
  return isSeq(node) ? node.items.map((one) => textIn(one) ?? '?').join(' ') : undefined;
}

function startOf(node: unknown): number | undefined {
  return isMap(node) || isSeq(node) || isScalar(node) ? node.range?.[0] : undefined;
}

function kindOfNode(node: unknown): string {
  return isMap(node)
    ? 'fields'
    : isSeq(node)
      ? 'a list'
      : isScalar(node)
        ? `${node.value}`
        : 'nothing';
}
