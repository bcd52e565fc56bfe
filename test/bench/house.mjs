import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A door of the built product, as `libs/stores`: what runs is what a user runs. */
export function door(folder, file = 'index.js') {
  const url = new URL(`../../dist/${folder}/src/${file}`, import.meta.url);
  if (!existsSync(fileURLToPath(url)))
    throw new Error(`bench: expected ${folder}/${file} in the build, found none; npm run build`);
  return import(url.href);
}

export const systemClock = {
  nowMicros: () => Math.floor((performance.timeOrigin + performance.now()) * 1000),
};
