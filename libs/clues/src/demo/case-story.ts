import { settled, type Handling } from './ending.js';
import type { Teller } from './teller.js';

/** 立案审查调查, 审理, 处分与执行: each of them may lie for a while. */
export function investigated(teller: Teller, { staff, team: officers }: Handling): void {
  const { random, key } = teller;
  const { leader, adjudicators } = staff;
  if (teller.ends('verified', 0.1)) return;
  teller.step(random.between(1, 6), leader, 'startInvestigation', { officers });
  if (teller.ends('investigating', 0.1)) return;
  reported(teller, officers, random.between(25, 100));
  if (teller.rarely(0.06)) return;
  accepted(teller, adjudicators);
  if (teller.rarely(0.15)) {
    const reason = '证据不足 Evidence lacking';
    inCase(teller, 6, leader, ['returnForSupplement', { reason }]);
    reported(teller, officers, random.between(10, 25));
    accepted(teller, adjudicators);
  }
  if (teller.ends('adjudicating', 0.12)) return;
  const personId = `@person-${key}`;
  const measure = random.pick(['warning', 'serious-warning', 'demerit', 'demotion', 'removal']);
  const decisions = [{ personId, measure, form: random.between(1, 3) }];
  inCase(teller, random.between(6, 28), leader, ['decide', { decisions }]);
  if (teller.ends('decided', 0.12)) return;
  inCase(teller, random.between(5, 28), leader, ['executeDecision', { personId }]);
  settled(teller, staff, 'sanctioned');
}

function accepted(teller: Teller, panel: readonly string[]): void {
  inCase(teller, teller.random.between(2, 8), panel[0], ['acceptForAdjudication', { panel }]);
}

/** Signed by all who investigated, then handed in. */
function reported(teller: Teller, officers: readonly string[], days: number): void {
  const { random, digest } = teller;
  teller.wait(days);
  for (const officer of officers)
    inCase(teller, 0, officer, ['signInvestigationReport', { digest }]);
  const finding = random.pick(['violation', 'no-violation', 'crime']);
  inCase(teller, 0, officers[0], ['concludeInvestigation', { finding, digest }]);
}

function inCase(
  teller: Teller,
  days: number,
  by: string,
  [command, input]: readonly [command: string, input: object],
): void {
  teller.stepOn(`case:${teller.key}`, { days, by, command, input });
}
