import { type DemoCommand, workingTime } from '@cluetrail/clues';

const DAY = 86_400_000;
/** Who hands down to whom, in the organisation of the demo. */
const ROUTES = [
  ['gx', 'nn'],
  ['gx', 'hc'],
  ['gz', 'zy'],
  ['gz', 'bj'],
] as const;

/**
 * Clues under the first version of the procedure, whose four clocks the oracle knows: signed for late, refused, extended,
 * stopped, reported after their due or never, filed; one act in ten is written down days after it was done.
 */
export function firstStory({ until, clues }: { until: number; clues: number }): DemoCommand[] {
  let state = 20_211_108;
  const next = () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
  const between = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  const commands: DemoCommand[] = [];
  for (let number = 0; number < clues; number++) tell(number);
  return commands.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at);

  function tell(number: number): void {
    const key = `first-${number}`;
    const [from, to] = ROUTES[number % ROUTES.length];
    let now = until - between(1, 300) * DAY;
    const push = (command: Omit<DemoCommand, 'at'>, days: number) => {
      now = workingTime(now + days * DAY + between(1, 300) * 60_000);
      commands.push({ at: now, ...command });
    };
    const give = (days: number, by: string, command: string, input: object = {}) => {
      // Some write down on the day of the step what they did on the one before.
      const done = new Date(now + 60_000).toISOString();
      const late = days > 2 && next() < 0.1 ? { happenedAt: done } : {};
      push(
        {
          key: `${key}:${command}:${commands.length}`,
          by,
          kind: 'clue',
          command,
          target: key,
          input: { ...input, ...late },
        },
        days,
      );
    };
    const team = [1, 2].map((n) => `officer-${to}-${n + 1}`);
    const person = `person-${key}`;
    push(
      {
        key: person,
        by: `admin-${from}`,
        kind: 'person',
        command: 'registerPerson',
        input: { name: key },
      },
      0,
    );
    push(
      {
        ...{ key, by: `admin-${from}`, kind: 'clue', command: 'discover' },
        input: { source: 'audit', subjects: [{ personId: `@${person}` }], summary: key },
      },
      0,
    );
    give(between(0, 3), `admin-${from}`, 'transfer', { to, direction: 'down' });
    if (next() < 0.08) return;
    if (next() < 0.08)
      return give(between(1, 12), `admin-${to}`, 'refuseTransfer', { reason: 'not ours' });
    give(between(0, 12), `admin-${to}`, 'acceptTransfer');
    if (next() < 0.08) return;
    give(between(0, 2), `head-${to}`, 'assignOfficers', { officers: team });
    give(between(2, 50), team[0], 'proposeDisposal', { way: 'verify' });
    give(between(0, 3), `leader-${to}`, 'approveDisposal');
    give(between(0, 2), `head-${to}`, 'startVerification', { team });
    const verify = { obligation: 'verify' };
    const reason = 'more is needed';
    if (next() < 0.3) {
      give(between(2, 20), `leader-${to}`, 'suspendClock', {
        ...verify,
        ground: 'hearing',
        reason,
      });
      give(between(3, 14), `leader-${to}`, 'resumeClock', verify);
    }
    if (next() < 0.3) {
      give(between(2, 20), team[0], 'requestExtension', { ...verify, reason });
      give(1, `leader-${to}`, 'grantExtension', verify);
    }
    if (next() < 0.2) return;
    const digest = 'a'.repeat(64);
    const findings = [{ matter: 'main', result: 'partly' }];
    for (const member of team) give(between(5, 30), member, 'signVerificationReport', { digest });
    give(between(0, 4), team[0], 'submitVerificationReport', {
      digest,
      findings,
      proposal: 'file',
    });
    give(between(1, 5), `leader-${to}`, 'concludeVerification', { outcome: 'file' });
    give(between(1, 6), `leader-${to}`, 'startInvestigation', { officers: team });
    if (next() < 0.3) return;
    push(
      {
        ...{ key: `${key}:report`, by: team[0], kind: 'case', command: 'concludeInvestigation' },
        ...{ target: `case:${key}`, input: { finding: 'violation' } },
      },
      between(30, 120),
    );
    give(between(2, 8), `admin-${to}`, 'settle', { outcome: 'sanctioned' });
  }
}
