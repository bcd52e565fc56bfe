import 'reflect-metadata';
import { mkdirSync, readFileSync, writeFileSync, existsSync } from 'node:fs';
import { diagram } from './diagram.mjs';
import { procedurePage } from './procedure-page.mjs';
import { commandLinePage } from './command-line-page.mjs';
import { httpPages } from './http-page.mjs';
import { readModelsPage } from './read-models-page.mjs';

const { shippedProcedures, WORKFLOWS } = await import('../../dist/libs/clues/src/index.js');

/** All generated pages: path below docs/reference → content. */
export async function pages() {
  const made = {};
  // Of each name the newest version: it is the last.
  for (const procedure of shippedProcedures()) {
    const { name } = procedure;
    made[`${name}.md`] = procedurePage(procedure, WORKFLOWS);
    if (Object.keys(procedure.workflows.clue ?? {}).length > 0)
      made[`${name}.svg`] = await diagram(WORKFLOWS.clue, procedure);
  }
  made['command-line.md'] = await commandLinePage();
  Object.assign(made, httpPages());
  made['read-models.md'] = await readModelsPage();
  return made;
}

const folder = new URL('../reference/', import.meta.url);
const checking = process.argv.includes('--check');
mkdirSync(folder, { recursive: true });
const stale = [];
for (const [name, content] of Object.entries(await pages())) {
  const file = new URL(name, folder);
  if (checking && (!existsSync(file) || readFileSync(file, 'utf8') !== content)) stale.push(name);
  if (!checking) writeFileSync(file, content);
}
if (stale.length > 0) {
  process.stderr.write(
    `docs/reference: expected what the tables say, found another ${stale.join(', ')}; run npm run docs\n`,
  );
  process.exitCode = 1;
}
