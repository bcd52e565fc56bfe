/** How often a test tries: `many` as the proofs ask (`npm run long`), `few` in `npm test` and `npm run more`. */
export function often(many: number, few: number): number {
  return process.env['CLUETRAIL_LONG'] === undefined ? few : many;
}
