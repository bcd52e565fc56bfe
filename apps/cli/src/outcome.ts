/** What a command leaves besides its output: 0 done · 1 refused or failed · 2 done in part. */
export interface Outcome {
  exitCode: number;
}
