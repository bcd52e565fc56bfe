import { clueCalled, House, RULES } from '../testing/house.js';
import { CN5 } from '../testing/office.js';
import { command, type Command } from '../testing/said.js';
import { SITUATIONS } from '../testing/situations-v2.js';
import { CASE_ID, happened } from '../testing/told.js';

const A = clueCalled('a');
const STOP = { obligation: 'invest', ground: 'awaiting-other-organ' };
const stop = (on: string) => command('suspendClock', STOP).because('abroad').by('gao').on(on);
const goOn = (on: string) => command('resumeClock', { obligation: 'invest' }).by('gao').on(on);
const OUT = 'happened-before-previous';

/** However far a time is moved, nobody else has to stand for it. */
const { backdating: _, ...procedure } = CN5;

/** A clue and its case, filed on the fifteenth of November. */
class Filed {
  readonly house = new House({ ...RULES, procedure }).done(A, ...SITUATIONS.investigating);
  readonly file = `case-${this.house.clue(A).caseId}`;

  done(...commands: readonly Command[]): this {
    this.house.done(A, ...commands);
    return this;
  }

  /** The code where it is refused. */
  moved(stream: string, type: string, to: string): string | undefined {
    const told = this.house.events(stream).find((one) => one.type === type);
    const standing = this.standing.get(type) ?? told?.happenedAt;
    const input = { field: 'happenedAt', old: { ...standing }, new: { ...happened(to) } };
    const refused = this.house.give(stream, {
      ...{ name: 'correctFact', input: { ...input, targetEventId: told?.eventId } },
      capacities: command('correctFact').by('hu').asked.capacities,
      ...{ happenedAt: happened('2022-01-31'), reason: 'the minutes say otherwise' },
      commandId: CASE_ID,
    });
    if (refused === undefined) this.standing.set(type, happened(to));
    return refused;
  }

  private readonly standing = new Map<string, ReturnType<typeof happened>>();

  stoodStill(): number | undefined {
    return this.house.clocks(A).find(({ code }) => code === 'invest')?.suspendedDays;
  }
}

describe('a corrected time of a case, whose clock was stopped on its clue', () => {
  /** It was filed on the thirteenth already, and stopped twice since. */
  const stopped = () => {
    const of = new Filed();
    expect(of.moved(A, 'InvestigationStarted', '2021-11-13')).toBeUndefined();
    expect(of.moved(of.file, 'CaseFiled', '2021-11-13')).toBeUndefined();
    of.done(stop('2021-11-14'), goOn('2021-11-14T20:00:00+08:00'));
    return of.done(stop('2021-11-22'), goOn('2021-11-23'));
  };

  it('does not lie within the time that it stood still', () => {
    const of = stopped();
    expect(of.moved(of.file, 'CaseFiled', '2021-11-14T12:00:00+08:00')).toBe(OUT);
    expect(of.stoodStill()).toBe(1);
  });

  it('nor behind it', () => {
    const of = stopped();
    expect(of.moved(of.file, 'CaseFiled', '2021-11-15T08:00:00+08:00')).toBe(OUT);
  });

  it('may lie elsewhere before it', () => {
    const of = stopped();
    expect(of.moved(of.file, 'CaseFiled', '2021-11-13T12:00:00+08:00')).toBeUndefined();
    expect(of.stoodStill()).toBe(1);
  });
});

describe('a corrected time of an act of a clock that runs on a case', () => {
  it('does not lie before the case was filed', () => {
    const of = new Filed().done(stop('2021-11-22'), goOn('2021-11-25'));
    expect(of.moved(A, 'ClockSuspended', '2021-11-15T08:00:00+08:00')).toBe(OUT);
    expect(of.moved(A, 'ClockSuspended', '2021-11-19')).toBeUndefined();
    expect(of.stoodStill()).toBe(6);
  });
});
