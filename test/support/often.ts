/** How often a test tries, or what with: `many` as the proofs ask (`npm run long`), `few` in `npm test` and `npm run more`. */
export function often<T>(many: T, few: T): T {
  return process.env['CLUETRAIL_LONG'] === undefined ? few : many;
}
