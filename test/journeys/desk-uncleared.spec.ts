import { applyOrganisation } from '../../apps/api/src/index.js';
import { handledClue } from '../support/handled.js';
import { settled } from '../support/registers.js';
import { Desks } from './desks.js';
import { HttpJourney, type Told } from './http-journey.js';

const TEAM = ['officer-1-nn', 'officer-2-nn'];
const EVERYBODY = [
  ...['intake-nn', 'admin-nn', 'head-nn', 'leader-nn', ...TEAM, 'officer-3-nn'],
  ...['leader-gx', 'head-gx', 'leader-qx'],
];
const DAY = '2021-10-11';

/** 南宁 has one head of a unit, L3, and two leaders, L4, one of whom is `officer-3-nn`. */
describe('a clue whose next step is in the hands of too few who may read it is on the desks', () => {
  let journey: HttpJourney;
  let clue: string;
  beforeEach(async () => {
    journey = await HttpJourney.begin();
    clue = await handledClue(journey.office);
    await settled(journey.office);
  });
  afterEach(() => journey.end());

  const found = () => new Desks(journey, [clue]);
  const desks = () => found().holders(EVERYBODY);
  const inClue = (...steps: readonly Told[]) => journey.done(`clues/${clue}`, ...steps);
  const applied = (file: string) =>
    applyOrganisation(journey.office.installation, file, { dryRun: false });
  const cleared = (...offices: readonly (readonly [person: string, role: string])[]) =>
    applied(
      [
        'appointments:',
        ...offices.flatMap(([person, role]) => [
          `  - { person: ${person}, organ: nn, role: ${role}, clearance: L3, from: 2020-01-01, to: 2021-10-01 }`,
          `  - { person: ${person}, organ: nn, role: ${role}, clearance: L4, from: 2021-10-02 }`,
        ]),
      ].join('\n'),
    );
  const waitingFor = async (as: string) =>
    (await found().of(as)).map(({ stuck }) => stuck as { detail?: { en: string } } | undefined);
  const proposed = (participants: readonly string[]) =>
    inClue(
      [DAY, TEAM[0], 'proposeDisposal', { way: 'verify' }],
      [DAY, 'head-nn', 'deliberate', { participants }],
    );

  it('raised above the only head who would begin: of those who lead and who appoint there, until one is cleared', async () => {
    await cleared([TEAM[0], 'case-officer'], [TEAM[1], 'case-officer']);
    await proposed(['head-nn', 'leader-nn', ...TEAM]);
    await inClue(
      [DAY, 'leader-nn', 'approveDisposal'],
      [DAY, 'leader-nn', 'classify', { level: 'L4' }],
    );
    expect(await desks()).toEqual(['leader-nn', ...TEAM, 'officer-3-nn', 'leader-gx']);
    expect(await waitingFor('leader-nn')).toMatchObject([
      {
        organ: 'nn',
        waits: expect.arrayContaining(['startVerification']),
        detail: { en: expect.stringContaining('unit-head; cleared for L4)') },
      },
    ]);
    await cleared(['head-nn', 'unit-head']);
    expect(await desks()).toEqual(['head-nn', ...TEAM]);
  });
});
