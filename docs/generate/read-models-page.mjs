import { table } from './procedure-page.mjs';

/** Every projection with its columns. */
export async function readModelsPage() {
  const { PROJECTIONS } = await import('../../dist/libs/clues/src/index.js');
  return [
    '# Read models',
    '',
    '<!-- Generated from the projections by `npm run docs`. Do not edit. -->',
    '',
    'Tables of `read.db`, all of them made from the log; the file may be deleted at any time. Temporal ones keep every row over both axes of time (`happened_from`, `happened_to`, `known_from`, `known_to`).',
    '',
    table(
      ['table', 'version', 'temporal', 'columns'],
      Object.values(PROJECTIONS).map(({ name, version, columns, temporal }) => [
        `**${name}**`,
        version,
        temporal === true ? 'yes' : '–',
        Object.entries(columns)
          .map(([column, type]) => `${column} ${type}`)
          .join(', '),
      ]),
    ),
    '',
  ].join('\n');
}
