import { command, draftOf, openTown, streamOf } from '../test/town.js';
import { LoadedStreams } from './loaded-streams.js';
import { zonesFor } from './zones.js';

let town: Awaited<ReturnType<typeof openTown>>;
beforeEach(async () => {
  town = await openTown();
  const zone = 'Asia/Shanghai';
  await record('organ-port', 'OrganEstablished', {
    ...{ name: { en: 'Port', zh: '港' }, tier: 'county', region: 'CN', zone },
  });
});

async function record(stream: string, type: string, data: Parameters<typeof draftOf>[2]) {
  await town.store.append(stream, 0, [draftOf(stream, type, data)]);
  await town.references.refresh([stream]);
}

/** Kim also works at the port, on the other side of the world. */
async function kim(...offices: (readonly [organId: string, role: string])[]): Promise<void> {
  for (const [index, [organId, role]] of offices.entries())
    await record(`appointment-kim-${organId}-${role}`, 'AppointmentMade', {
      ...{ personId: 'kim', organId, role, clearance: 'L2', from: `2020-01-0${index + 1}` },
    });
}

const ON = { happenedAt: '2021-10-07' };
const apply = { area: 40, ...ON };

async function opened(personId: string): Promise<string> {
  return streamOf(await town.engine.give(command(personId, 'apply', apply)));
}

async function lastOf(stream: string) {
  const { happenedAt } = (await town.events(stream)).at(-1)!;
  return [happenedAt.at, happenedAt.zone];
}

const IN_TOWN = ['2021-10-06T22:00:00.000Z', 'Europe/Amsterdam'];
const AT_THE_PORT = ['2021-10-06T16:00:00.000Z', 'Asia/Shanghai'];

describe('a date without a time, of who works in two zones', () => {
  it.each([
    ['port', 'town'],
    ['town', 'port'],
  ])('is read where the matter is, wherever he began first: %s, %s', async (first, then) => {
    await kim([first, 'leader'], [then, 'leader']);
    const stream = await opened('ann');
    const measure = { area: 45, happenedAt: '2021-10-08' };
    await town.engine.give(command('kim', 'measure', measure, { stream, expectedVersion: 1 }));
    expect(await lastOf(stream)).toEqual(['2021-10-07T22:00:00.000Z', 'Europe/Amsterdam']);
  });

  it('that opens one is read in the office that may', async () => {
    await kim(['town', 'leader'], ['port', 'intake']);
    expect(await lastOf(await opened('kim'))).toEqual(AT_THE_PORT);
  });

  it('is not read where either office may open it: he says the time', async () => {
    await kim(['town', 'intake'], ['port', 'intake']);
    const expected = 'a time with its offset: you open it from Europe/Amsterdam and Asia/Shanghai';
    expect(await town.engine.give(command('kim', 'apply', apply))).toEqual({
      outcome: 'invalid',
      faults: [{ path: 'happenedAt', expected, found: 'a date alone' }],
    });
    const timed = { ...apply, happenedAt: '2021-10-07T09:00:00+02:00' };
    const stream = streamOf(await town.engine.give(command('kim', 'apply', timed)));
    expect(await lastOf(stream)).toEqual(['2021-10-07T07:00:00.000Z', 'Europe/Amsterdam']);
  });

  it('that opens one of an organ is read there', async () => {
    await kim(['port', 'intake']);
    const { store, references, clock } = town;
    const options = { references, clock, defaultProcedure: 'permits' };
    const taking = { ...command('kim', 'apply', { ...apply, organ: 'town' }) };
    const streams = new LoadedStreams(store, (event) => event);
    expect(await zonesFor(options, streams, taking)).toEqual(['Europe/Amsterdam']);
  });

  it('of who works in one is read there', async () => {
    await kim(['port', 'intake'], ['port', 'leader']);
    expect(await lastOf(await opened('kim'))).toEqual(AT_THE_PORT);
    expect(await lastOf(await opened('ann'))).toEqual(IN_TOWN);
  });
});
