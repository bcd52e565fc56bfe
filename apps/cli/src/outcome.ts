/** What a command leaves besides its output: an exit code, as `run` answers it. */
export interface Outcome {
  exitCode: number;
}
