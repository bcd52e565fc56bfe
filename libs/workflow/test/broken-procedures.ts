/** Sound in every line; each of those below breaks one. */
export const SOUND = `procedure: permits
version: 1
zone: Europe/Amsterdam
title: { en: Permits, zh: 许可 }
notice: { en: A test, zh: 测试 }
workflows:
  permit:
    apply: { by: [clerk], from: [none], to: asked, basis: { confidence: design } }
    decide:
      by: [judge]
      from: [asked]
      to: { field: outcome, cases: { grant: granted, deny: denied } }
      requires: [reason]
      allows: { outcome: [grant, deny] }
      basis: { article: "7", confidence: quoted }
fourEyes:
  - [apply, decide]
obligations:
  answer:
    title: { en: Answer, zh: 答复 }
    watch: permit
    starts: [PermitAskedFor]
    meets: [PermitDecided]
    length: 8W
    owner: responsible
    extension: { length: 6W, max: 1, by: [judge] }
    alerts: { red: 9W }
    basis: { source: a law, confidence: quoted }
`;

export interface Broken {
  readonly says: string;
  readonly change: readonly [from: string, to: string];
  readonly line: number;
  readonly path: string;
  readonly expected: string | RegExp;
  readonly found: string | RegExp;
}

const STATES = 'one of none, asked, granted, denied';
const TYPES =
  'one of PermitAskedFor, PermitNoted, PermitMeasured, PermitDecided, PermitWithdrawn, PermitFiled, PermitAreaMeasured';

export const BROKEN: readonly Broken[] = [
  {
    says: 'a role that nobody has',
    change: ['by: [judge]\n', 'by: [clerk, king]\n'],
    ...{ line: 10, path: 'workflows.permit.decide.by[1]' },
    ...{ expected: 'one of clerk, judge, system', found: 'king' },
  },
  {
    says: 'a value that is allowed, which the command never takes',
    change: ['[grant, deny]', '[grant, denied]'],
    ...{ line: 14, path: 'workflows.permit.decide.allows.outcome[1]' },
    ...{ expected: /grant/, found: '"denied"' },
  },
  {
    says: 'a field with allowed values, which the command does not have',
    change: ['allows: { outcome', 'allows: { outcom'],
    ...{ line: 14, path: 'workflows.permit.decide.allows.outcom[0]' },
    ...{ expected: 'no such field', found: '"grant"' },
  },
  {
    says: 'a state to come from that does not exist',
    change: ['from: [asked]', 'from: [asked, lost]'],
    ...{ line: 11, path: 'workflows.permit.decide.from[1]', expected: STATES, found: 'lost' },
  },
  {
    says: 'a state to go to that does not exist',
    change: ['to: asked', 'to: heaven'],
    ...{ line: 8, path: 'workflows.permit.apply.to', expected: STATES, found: 'heaven' },
  },
  {
    says: 'a state to go to by an outcome that does not exist',
    change: ['deny: denied', 'deny: gone'],
    ...{ line: 12, path: 'workflows.permit.decide.to.cases.deny', expected: STATES, found: 'gone' },
  },
  {
    says: 'a state from which nothing leads to an end',
    change: ['from: [asked]', 'from: [granted]'],
    ...{ line: 8, path: 'workflows.permit.apply.to', found: 'none' },
    ...{ expected: 'a way on from asked to an end: granted, denied' },
  },
  {
    says: 'nothing that opens one',
    change: ['from: [none]', 'from: [asked]'],
    ...{ line: 8, path: 'workflows.permit' },
    ...{ expected: 'a command from none, which opens a permit', found: 'nothing' },
  },
  {
    says: 'an opening of what stands already',
    change: ['from: [none]', 'from: [none, asked]'],
    ...{ line: 8, path: 'workflows.permit.apply.from' },
    ...{ expected: 'none alone: it opens an instance', found: 'asked' },
  },
  {
    says: 'a step without anything to take it on',
    change: ['from: [asked]', 'from: [none, asked]'],
    ...{ line: 11, path: 'workflows.permit.decide.from' },
    ...{ expected: 'states of what was opened before', found: 'none' },
  },
  {
    says: 'a target that is neither state nor cases',
    change: ['to: asked', 'to: 7'],
    ...{ line: 8, path: 'workflows.permit.apply.to' },
    ...{ expected: 'a state, or { field, cases }', found: 'a number' },
  },
  {
    says: 'a command that the table has not',
    change: ['    apply:', '    aplly:'],
    ...{ line: 8, path: 'workflows.permit.aplly' },
    ...{ expected: 'a command of the permit', found: 'aplly' },
  },
  {
    says: 'a kind of work that does not exist',
    change: ['  permit:\n', '  prmit:\n'],
    ...{ line: 8, path: 'workflows.prmit', expected: 'one of permit', found: 'prmit' },
  },
  {
    says: 'four eyes on a command that the table has not',
    change: ['[apply, decide]', '[apply, decode]'],
    ...{ line: 17, path: 'fourEyes[0][1]' },
    ...{ expected: 'one of apply, note, measure, decide, withdraw, file', found: 'decode' },
  },
  {
    says: 'four eyes on three commands',
    change: ['[apply, decide]', '[apply, decide, note]'],
    ...{ line: 17, path: 'fourEyes[0]', expected: 'two commands', found: 'an array of 3' },
  },
  {
    says: 'four eyes on one command',
    change: ['[apply, decide]', '[apply, apply]'],
    ...{ line: 17, path: 'fourEyes[0]', expected: 'two different commands', found: 'apply' },
  },
  {
    says: 'four eyes on a command that it does not provide for',
    change: ['[apply, decide]', '[apply, note]'],
    ...{ line: 17, path: 'fourEyes[0][1]' },
    ...{ expected: 'a command of this procedure', found: 'note' },
  },
  {
    says: 'something to be done before that nobody may do',
    change: ['requires: [reason]', 'needs: [note]'],
    ...{ line: 13, path: 'workflows.permit.decide.needs[0]' },
    ...{ expected: 'a command of this procedure', found: 'note' },
  },
  {
    says: 'a field of which no value is allowed',
    change: ['[grant, deny]', '[]'],
    ...{ line: 14, path: 'workflows.permit.decide.allows.outcome' },
    ...{ expected: 'a value at least', found: 'none' },
  },
  {
    says: 'a clock started by an event that nothing leaves',
    change: ['[PermitAskedFor]', '[PermitLost]'],
    ...{ line: 22, path: 'obligations.answer.starts[0]', expected: TYPES, found: 'PermitLost' },
  },
  {
    says: 'a clock met by an event that nothing leaves',
    change: ['[PermitDecided]', '[PermitDecided, Rain]'],
    ...{ line: 23, path: 'obligations.answer.meets[1]', expected: TYPES, found: 'Rain' },
  },
  {
    says: 'a clock on a kind of stream that does not exist',
    change: ['watch: permit', 'watch: clue'],
    ...{ line: 21, path: 'obligations.answer.watch', expected: 'one of permit', found: 'clue' },
  },
  {
    says: 'a period in weeks, which no rule counts in',
    change: ['length: 8W', 'length: 8 weeks'],
    ...{ line: 24, path: 'obligations.answer.length' },
    ...{ expected: 'a period: nW, nd, nM or nh', found: '8 weeks' },
  },
  {
    says: 'a period of nothing',
    change: ['length: 6W', 'length: 0W'],
    ...{ line: 26, path: 'obligations.answer.extension.length' },
    ...{ expected: /^a period: /, found: '0W' },
  },
  {
    says: 'an alert that is no period',
    change: ['red: 9W', 'red: soon'],
    ...{ line: 27, path: 'obligations.answer.alerts.red' },
    ...{ expected: /^a period: /, found: 'soon' },
  },
  {
    says: 'an extension by a role that nobody has',
    change: ['max: 1, by: [judge]', 'max: 1, by: [king]'],
    ...{ line: 26, path: 'obligations.answer.extension.by[0]' },
    ...{ expected: 'one of clerk, judge, system', found: 'king' },
  },
  {
    says: 'an edge without its basis',
    change: [', basis: { confidence: design } }', ' }'],
    ...{ line: 8, path: 'workflows.permit.apply.basis', expected: /object/, found: 'nothing' },
  },
  {
    says: 'an obligation without its basis',
    change: ['    basis: { source: a law, confidence: quoted }\n', ''],
    ...{ line: 20, path: 'obligations.answer.basis', expected: /object/, found: 'nothing' },
  },
  {
    says: 'a confidence that means nothing',
    change: ['article: "7", confidence: quoted', 'article: "7", confidence: certain'],
    ...{ line: 15, path: 'workflows.permit.decide.basis.confidence' },
    ...{ expected: /quoted, secondary, memory, unsure, design/, found: '"certain"' },
  },
  {
    says: 'an article as a number: 7.10 would be 7.1',
    change: ['article: "7"', 'article: 7.10'],
    ...{ line: 15, path: 'workflows.permit.decide.basis.article' },
    ...{ expected: /string/, found: 'a number' },
  },
  {
    says: 'one where a list is due',
    change: ['by: [judge]\n', 'by: judge\n'],
    ...{
      line: 10,
      path: 'workflows.permit.decide.by',
      expected: 'an array',
      found: 'a string',
    },
  },
  {
    says: 'one where an optional list is due',
    change: ['requires: [reason]', 'requires: reason'],
    ...{ line: 13, path: 'workflows.permit.decide.requires', expected: /array/, found: 'a string' },
  },
  {
    says: 'several clocks at once of an obligation that is extended by its name',
    change: ['length: 8W', 'each: permitId\n    length: 8W'],
    ...{ line: 24, path: 'obligations.answer.each' },
    ...{ expected: 'no field beside extension or suspendable', found: 'a string' },
  },
  {
    says: 'nobody who may',
    change: ['by: [judge]\n', 'by: []\n'],
    ...{
      line: 10,
      path: 'workflows.permit.decide.by',
      expected: /at least 1/,
      found: 'an array of 0',
    },
  },
  {
    says: 'allowed values that are no list',
    change: ['outcome: [grant, deny]', 'outcome: grant'],
    ...{ line: 14, path: 'workflows.permit.decide.allows.outcome' },
    ...{ expected: 'an array of texts', found: 'a string' },
  },
  {
    says: 'a word that the format does not know',
    change: ['requires: [reason]', 'require: [reason]'],
    ...{ line: 13, path: 'workflows.permit.decide.require' },
    ...{ expected: 'no such field', found: 'an array of 1' },
  },
  {
    says: 'a version that is a text',
    change: ['version: 1', 'version: one'],
    ...{ line: 2, path: 'version', expected: /integer|less than/, found: 'a string' },
  },
  {
    says: 'a name with capitals',
    change: ['procedure: permits', 'procedure: Permits!'],
    ...{ line: 1, path: 'procedure', expected: /^a text like/, found: 'a string' },
  },
  {
    says: 'an offset for a zone',
    change: ['Europe/Amsterdam', '"+01:00"'],
    ...{ line: 3, path: 'zone', expected: 'an IANA time zone', found: '+01:00' },
  },
  {
    says: 'a title in one language',
    change: ['title: { en: Permits, zh: 许可 }', 'title: { en: Permits }'],
    ...{ line: 4, path: 'title.zh', expected: /string/, found: 'nothing' },
  },
  {
    says: 'the same key twice',
    change: ['version: 1\n', 'version: 1\nversion: 2\n'],
    ...{ line: 3, path: '', expected: 'YAML', found: /unique/ },
  },
  {
    says: 'a bracket that never closes',
    change: ['from: [asked]', 'from: [asked'],
    ...{ line: 12, path: '', expected: 'YAML', found: /./ },
  },
  {
    says: 'an alias, of which a few lines unfold into gigabytes',
    change: ['notice: { en: A test, zh: 测试 }', 'a: &a [x, x]\nb: [*a, *a]'],
    ...{ line: 6, path: '', expected: 'no aliases', found: '*a' },
  },
];
