import type { DemoOrgan, DemoStaff } from './organisation.js';
import type { Teller } from './teller.js';

/** Who handles a clue. */
export interface Handling {
  readonly organ: DemoOrgan;
  readonly staff: DemoStaff;
  readonly team: readonly string[];
}

/** 办结, 反馈, 归档: a reporter who gave his name is told, as a rule in time. */
export function settled(
  teller: Teller,
  { admin, intake }: Pick<DemoStaff, 'admin' | 'intake'>,
  outcome: string,
): void {
  const { random, key } = teller;
  if (teller.ends('closing', 0.1)) return;
  teller.step(random.between(2, 8), admin, 'settle', { outcome });
  if (teller.named && random.chance(0.2)) return;
  if (teller.named)
    teller.step(random.between(3, 18), intake, 'giveFeedback', {
      ...{ reportId: `@report-${key}`, method: 'letter' },
    });
  if (teller.shows !== 'settled' && random.chance(teller.shows ? 1 : 0.5))
    teller.step(random.between(10, 30), admin, 'archive', {});
}
