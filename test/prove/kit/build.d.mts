export interface Change {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

export function copiedBuild(
  place: string,
  changes?: readonly Change[],
): { readonly directory: string; readonly main: string };
