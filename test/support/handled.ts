import { DISCOVERY, type TestOffice } from './organisation.js';

/** Gives commands on one clue, one after the other; each must be done. */
export async function step(
  office: TestOffice,
  clue: string,
  ...steps: readonly (readonly [as: string, command: string, body?: object])[]
): Promise<void> {
  for (const [as, command, body = {}] of steps) {
    const answer = await given(office, { clue, as, command, body });
    if (answer.status !== 200) throw new Error(`${command} by ${as}: ${answer.text}`);
  }
}

/** Gives one command at the version that stands; again where a process (the numbering) was faster. */
export async function given(
  office: TestOffice,
  { clue, as, command, body = {} }: { clue: string; as: string; command: string; body?: object },
) {
  for (let left = 5; ; left--) {
    const { version } = await office.installation.engine.streams.load(`clue-${clue}`);
    const headers = { 'if-match': `"${version}"` };
    const answer = await office.ask('POST', `/api/clues/${clue}/${command}`, { as, headers, body });
    if (answer.status !== 412 || left === 0) return answer;
  }
}

/** A clue about 陈某某 that officers of 南宁 handle, by its id. */
export async function handledClue(
  office: TestOffice,
  officers: readonly string[] = ['officer-1-nn', 'officer-2-nn'],
  subjects: readonly object[] = DISCOVERY.subjects,
): Promise<string> {
  const body = { ...DISCOVERY, subjects };
  const made = await office.ask('POST', '/api/clues', { as: 'intake-nn', body });
  const clue: string = made.body.id;
  await step(
    office,
    clue,
    ['admin-nn', 'checkDuplicates'],
    ['admin-nn', 'classify', { level: 'L2' }],
    ['admin-nn', 'proposeAllocation', { mode: 'self' }],
    ['leader-nn', 'approveAllocation', { mode: 'self' }],
    ['head-nn', 'assignOfficers', { officers }],
  );
  return clue;
}
