import { settled, type Handling } from './ending.js';
import type { Teller } from './teller.js';

/** 立案审查调查, 审理, 处分与执行: each of them may lie for a while. */
export function investigated(teller: Teller, { staff, team: officers }: Handling): void {
  const { random, key } = teller;
  if (teller.ends('verified', 0.1)) return;
  teller.step(random.between(1, 6), staff.leader, 'startInvestigation', { officers });
  if (teller.ends('investigating', 0.1)) return;
  reported(teller, officers, random.between(25, 100));
  if (teller.rarely(0.06)) return;
  const [first] = staff.adjudicators;
  const file = `case:${key}`;
  const accept = () =>
    teller.step(
      random.between(2, 8),
      first,
      'acceptForAdjudication',
      { panel: staff.adjudicators },
      file,
    );
  accept();
  if (teller.rarely(0.15)) {
    teller.step(
      6,
      staff.leader,
      'returnForSupplement',
      { reason: '证据不足 Evidence lacking' },
      file,
    );
    reported(teller, officers, random.between(10, 25));
    accept();
  }
  if (teller.ends('adjudicating', 0.12)) return;
  const measure = random.pick(['warning', 'serious-warning', 'demerit', 'demotion', 'removal']);
  teller.step(
    ...([random.between(6, 28), staff.leader, 'decide'] as const),
    { decisions: [{ personId: `@person-${key}`, measure, form: random.between(1, 3) }] },
    file,
  );
  if (teller.ends('decided', 0.12)) return;
  teller.step(
    random.between(5, 28),
    staff.leader,
    'executeDecision',
    { personId: `@person-${key}` },
    file,
  );
  settled(teller, staff, 'sanctioned');
}

/** Signed by all who investigated, then handed in. */
function reported(teller: Teller, officers: readonly string[], days: number): void {
  const { random, key, digest } = teller;
  const file = `case:${key}`;
  teller.wait(days);
  for (const officer of officers)
    teller.step(0, officer, 'signInvestigationReport', { digest }, file);
  teller.step(
    ...([0, officers[0], 'concludeInvestigation'] as const),
    { finding: random.pick(['violation', 'no-violation', 'crime']), digest },
    file,
  );
}
