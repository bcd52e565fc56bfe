import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asOfOf, type Clock, type Event, knownAtOf } from '@cluetrail/event-sourcing';
import type { Answer, CommandRequest } from '@cluetrail/nest';
import { asKnown } from '@cluetrail/stores';
import {
  applyOrganisation,
  type Installation,
  openInstallation,
} from '../../apps/api/src/index.js';
import { carriedOut } from '../support/carried-out.js';
import { FIRST_VERSION } from '../support/first-version.js';
import { dropReadModels, storeFor } from '../support/store.js';

export const ZONE = 'Asia/Shanghai';

/** A prefecture with a county below it in Guizhou, and the same in Guangxi, each with its whole staff. */
const ORGANS = ['bijie', 'nayong', 'baise', 'lingyun'] as const;
export type Organ = (typeof ORGANS)[number];

const STAFF = {
  an: 'intake',
  bai: 'clue-admin',
  du: 'unit-head',
  li: 'case-officer',
  wang: 'case-officer',
  fang: 'case-officer',
  gao: 'leader',
  hu: 'leader',
} as const;
type Name = keyof typeof STAFF;

/** `li-nayong`: the case officer of that name at Nayong. The clue is about `zhao`, who has no office. */
export type Person = `${Name}-${Organ}`;

const ORGANISATION = `organs:
  - { id: bijie, name: { en: Bijie, zh: 毕节 }, tier: prefecture, region: CN, zone: ${ZONE} }
  - { id: nayong, name: { en: Nayong, zh: 纳雍 }, tier: county, parent: bijie }
  - { id: baise, name: { en: Baise, zh: 百色 }, tier: prefecture, region: CN-GX, zone: ${ZONE} }
  - { id: lingyun, name: { en: Lingyun, zh: 凌云 }, tier: county, parent: baise }
people:
  - { id: zhao, name: 赵某某, unit: 某局, post: 副局长 }
${staff((name, organ) => `  - { id: ${name}-${organ}, name: ${name} of ${organ} }`)}
appointments:
${staff(
  (name, organ) =>
    `  - { person: ${name}-${organ}, organ: ${organ}, role: ${STAFF[name]}, clearance: L4, from: 2020-01-01 }`,
)}
`;

function staff(line: (name: Name, organ: Organ) => string): string {
  const names = Object.keys(STAFF) as Name[]; // the keys of a literal
  return ORGANS.flatMap((organ) => names.map((name) => line(name, organ))).join('\n');
}

/** Stands until it is set; each reading is a microsecond later. */
class SetClock implements Clock {
  private micros = Date.parse('2021-01-04T01:00:00.000Z') * 1000;

  nowMicros(): number {
    return (this.micros += 1);
  }

  set(instant: string): void {
    this.micros = Date.parse(instant) * 1000;
  }
}

export interface Said {
  readonly input?: object;
  /** Absent = it opens. */
  readonly stream?: string;
  readonly reason?: string;
  /** When it happened, if not now. */
  readonly happenedAt?: string;
  readonly key?: string;
  /** If-Match; absent = the version that stands there. */
  readonly expectedVersion?: number;
}

/** A real directory, log, keys, read side and processes, under a clock that the test sets. */
export class Journey {
  /** Every command that was given, with its answer. */
  readonly given: { readonly request: CommandRequest; readonly answer: Answer }[] = [];
  /** After each command. */
  onGiven: (() => Promise<void>) | undefined;

  private constructor(
    readonly root: string,
    private installation: Installation,
    private readonly clock: SetClock,
  ) {}

  static async begin(): Promise<Journey> {
    const root = mkdtempSync(join(tmpdir(), 'cluetrail-journey-'));
    const clock = new SetClock();
    const installation = await openInstallation({
      ...{ directory: join(root, 'data'), keyFile: join(root, 'key') },
      store: storeFor(join(root, 'data')),
      ...{ create: true, demo: true, clock, shipped: FIRST_VERSION },
    });
    await applyOrganisation(installation, ORGANISATION, { dryRun: false });
    return new Journey(root, installation, clock);
  }

  /** The clock shows nine in the morning of this day, or this instant. */
  at(day: string): this {
    this.clock.set(day.length === 10 ? `${day}T09:00:00+08:00` : day);
    return this;
  }

  /** A command as a person gives it, and all that processes make of it. */
  async give(by: Person, command: string, said: Said = {}): Promise<Answer> {
    const { engine } = this.installation;
    const { input = {}, stream, reason, happenedAt, key = randomUUID() } = said;
    const expectedVersion =
      said.expectedVersion ?? (stream && (await this.events(stream)).length) ?? undefined;
    const request: CommandRequest = {
      ...{ kind: (stream ?? 'clue').split('-')[0], command },
      ...(stream !== undefined && { stream }),
      ...(typeof expectedVersion === 'number' && { expectedVersion }),
      by: { personId: by, key },
      body: { ...input, ...(reason && { reason }), ...(happenedAt && { happenedAt }) },
    };
    const answer = await engine.give(request);
    this.given.push({ request, answer });
    await carriedOut(this.installation);
    await this.onGiven?.();
    return answer;
  }

  /** The very same command once more. */
  async again(request: CommandRequest): Promise<Answer> {
    return this.installation.engine.give(request);
  }

  /** How many events stand in the log. */
  async length(): Promise<number> {
    return (await this.installation.store.readAll()).length;
  }

  /** The stream on which a command stands that has to be done. */
  async done(by: Person, command: string, said: Said = {}): Promise<string> {
    const answer = await this.give(by, command, said);
    if (answer.outcome !== 'done')
      throw new Error(`${command}: expected done, found ${JSON.stringify(answer)}`);
    return answer.receipts[0].stream;
  }

  /** The code with which a command has to be refused. */
  async refused(by: Person, command: string, said: Said): Promise<string> {
    const answer = await this.give(by, command, said);
    if (answer.outcome !== 'refused')
      throw new Error(`${command}: expected refused, found ${JSON.stringify(answer)}`);
    return answer.refusal.code;
  }

  async events(stream: string): Promise<readonly Event[]> {
    return (await this.installation.store.read(stream)).map(({ event }) => event);
  }

  /** The obligations of a clue that had begun at T, as known at K: what the read model answers. */
  async obligations(stream: string, { asOf, knownAt }: { asOf: string; knownAt?: string }) {
    const axes = {
      asOf: asOfOf(asOf, ZONE),
      ...(knownAt !== undefined && { knownAt: knownAtOf(knownAt, ZONE) }),
    };
    const rows = await this.installation.database.query
      .selectFrom('obligationSpells')
      .selectAll()
      .where('clue', '=', stream.slice('clue-'.length))
      .where(asKnown(axes))
      .orderBy('startedAt')
      .execute();
    return rows.map(({ code, state, due, dueOn, daysLate }) => ({
      code,
      state,
      dueOn,
      daysLate,
      overdue: state === 'open' && due !== null && due < axes.asOf,
    }));
  }

  async obligation(stream: string, code: string, axes: { asOf: string; knownAt?: string }) {
    const found = (await this.obligations(stream, axes)).filter((one) => one.code === code);
    if (found.length !== 1) throw new Error(`${code}: expected one, found ${found.length}`);
    return found[0];
  }

  /** Every table of the read side, row by row, as text. */
  async tables(): Promise<Readonly<Record<string, readonly string[]>>> {
    const { database } = this.installation;
    const names = Object.keys(await database.checksum()).sort();
    const dumps = await Promise.all(names.map(async (name) => [name, await database.dump(name)]));
    return Object.fromEntries(dumps);
  }

  async rebuild(): Promise<void> {
    await this.installation.runner.rebuild();
  }

  /** Closes all, drops the read side's file and opens again. */
  async withoutReadSide(): Promise<void> {
    await this.installation.close();
    await dropReadModels(join(this.root, 'data'));
    this.installation = await openInstallation({
      ...{ directory: join(this.root, 'data'), keyFile: join(this.root, 'key') },
      ...{ create: false, demo: true, clock: this.clock, shipped: FIRST_VERSION },
    });
  }

  async end(): Promise<void> {
    await this.installation.close();
    rmSync(this.root, { recursive: true, force: true });
  }
}
