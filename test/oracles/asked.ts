import type { Axes, Running } from './brute-force-overdue.js';

interface Page {
  readonly items: readonly {
    readonly clue?: string;
    readonly report?: string;
    readonly obligation: string;
    readonly due: string;
  }[];
  readonly next?: string;
}

/** What a server answers to a list of clocks, all pages. */
export async function answered(
  { url, token }: { readonly url: string; readonly token: string },
  list: string,
  parameters: Record<string, string>,
): Promise<readonly Running[]> {
  const found: Running[] = [];
  for (let page: string | undefined; ;) {
    const query = new URLSearchParams({ ...parameters, limit: '100', ...(page && { page }) });
    const headers = { authorization: `Bearer ${token}` };
    const answer = await fetch(`${url}/api/${list}?${query}`, { headers });
    const body = (await answer.json()) as Page; // our own server's answer
    for (const { clue, report, obligation, due } of body.items)
      found.push({ of: clue ?? report ?? '', key: obligation, due });
    if (body.next === undefined) return found;
    page = body.next;
  }
}

/** As one compares them: in the order of the clue, each with its due. */
export function lines(clocks: readonly Running[]): readonly string[] {
  return clocks.map(({ of, key, due }) => `${of} ${key} ${due}`).sort();
}

/** Equal answers for all of these instants, or the first that differs. */
export async function equalAt(
  all: readonly Axes[],
  expected: (axes: Axes) => readonly Running[],
  found: (axes: Axes) => Promise<readonly Running[]>,
): Promise<number> {
  let count = 0;
  for (const axes of all) {
    const [right, is] = [lines(expected(axes)), lines(await found(axes))];
    if (JSON.stringify(is) !== JSON.stringify(right))
      expect({ ...axes, found: is }).toEqual({ ...axes, found: right });
    count += right.length;
  }
  return count;
}

/** Random pairs of instants in the days before `until`, the same at every run. */
export function instants(
  count: number,
  { until, days, seed }: { until: number; days: number; seed: number },
): { T: string; K: string }[] {
  let state = seed;
  const next = () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
  const at = () => new Date(until - next() * days * 86_400_000).toISOString();
  return Array.from({ length: count }, () => ({ T: at(), K: `${at().slice(0, -1)}000Z` }));
}
