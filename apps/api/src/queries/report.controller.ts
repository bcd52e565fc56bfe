import { Controller, Get, Inject } from '@nestjs/common';
import { type Effective, type Event, inEffect } from '@cluetrail/event-sourcing';
import { allows, isPersonId, masked } from '@cluetrail/access';
import { FEATURES, report, type ReportState } from '@cluetrail/clues';
import { readInput, stateOf, stateTitle } from '@cluetrail/workflow';
import { reportRow } from '../access-row.js';
import { INSTALLATION, type Installation } from '../installation.js';
import { notFound, Problem } from '../problem.js';
import { About, type Asked } from './about.js';
import { Freshness } from './freshness.js';
import { type AskedAxes, axesOf, ClueAxes } from './parameters.js';
import type { Reading } from './read-model.js';
import { namingReporter, recordReporter } from './reporter-record.js';
import { shown } from './shown.js';
import { seenClue, toldClocks } from './told-clue.js';
import { unseenClues } from './other-clues.js';
import { toldHistory } from './told-history.js';

interface ToldReport {
  readonly id: string;
  readonly events: readonly Event[];
  readonly now: ReportState;
  readonly known: readonly Effective[];
  readonly axes: AskedAxes;
  /** At which it is read now. */
  readonly level: string;
  /** The caller may read the text, and who sent it. */
  readonly inClear: boolean;
}

/** One report: as it is or was, and its history. What may not be seen does not exist. */
@Controller('api')
export class ReportController {
  constructor(
    @Inject(INSTALLATION) private readonly installation: Installation,
    @Inject(Freshness) private readonly freshness: Freshness,
  ) {}

  @Get('reports/:id')
  async state(@About() asked: Asked): Promise<object> {
    const { reading, told } = await this.told(asked);
    const { id, personId, reply } = asked;
    const said = stateIn(reading, told);
    if (typeof said.reporter === 'string') await recordReporter(reading, [`report-${id}`]);
    const commands = await this.installation.engine.openCommands(
      'report',
      `report-${id}`,
      personId,
    );
    void reply.header('etag', `"${told.events.length}"`);
    const clues = await Promise.all(
      stateOf(report, told.events, told.axes).clueIds.map(async (clueId) =>
        (await seenClue(reading, clueId)) ? [clueId] : [],
      ),
    );
    const obligations = toldClocks(reading, told).map(
      ({ steps: _, explanation: __, ...clock }) => clock,
    );
    return {
      ...{ id, version: told.events.length, ...said, clues: clues.flat() },
      ...told.axes,
      ...{ obligations, commands: commands ?? [] },
    };
  }

  @Get('reports/:id/history')
  async history(@About() asked: Asked): Promise<object> {
    const { reading, told } = await this.told(asked);
    const unseen = await unseenClues(reading, told.known);
    const items = await toldHistory(reading, { ...told, linked: [], unseen });
    await recordReporter(reading, namingReporter(items));
    return { items, ...told.axes };
  }

  private async told({ id, query: { after, ...rest }, personId, reply }: Asked) {
    const read = readInput(ClueAxes, rest);
    if ('faults' in read) throw new Problem(400, 'bad-parameter', { errors: read.faults });
    await this.freshness.reach(after);
    const reading = await this.freshness.reading(personId);
    const { engine } = this.installation;
    const { events } = isPersonId(id) ? await engine.streams.load(`report-${id}`) : { events: [] };
    const now = stateOf(report, events);
    const row = await reportRow(this.installation, now);
    if (events.length === 0 || !allows(reading.subject, 'list', row)) throw notFound();
    const last = events[events.length - 1].recordedAt;
    const head = last > reading.head ? last : reading.head;
    void reply.header('cluetrail-fresh', head);
    const axes = axesOf({ ...reading, head }, read.input);
    const inClear =
      allows(reading.subject, 'content', row) && !masked(reading.subject, 'content', row);
    const { level } = row;
    const told: ToldReport = {
      id,
      events,
      now,
      known: inEffect(events, axes),
      axes,
      level,
      inClear,
    };
    return { reading, told };
  }
}

function stateIn(
  { installation }: Reading,
  { events, known, axes, level, inClear, now }: ToldReport,
) {
  const state = stateOf(report, events, axes);
  const procedure = installation.references.procedure(now.procedure.name, now.procedure.version);
  const opening = known.find(({ type }) => type === 'ReportReceived');
  const { channel, oral, languages, region, text } = opening?.data ?? {};
  return {
    state: state.state,
    title: stateTitle(procedure, FEATURES.reports.workflow, state.state) ?? {
      en: 'Not known yet',
      zh: '尚不知晓',
    },
    organ: state.organ,
    level,
    procedure: state.procedure,
    ...{ channel: channel ?? null, oral: oral === true, languages: languages ?? [] },
    ...{ region: region ?? null, realName: state.realName, higher: state.higher },
    ...(state.reporterId !== undefined && {
      reporter: inClear ? state.reporterId : { sealed: true },
    }),
    subjects: state.subjects,
    text:
      opening && text !== undefined
        ? shown(text, { event: opening, path: 'data.text', inClear, installation })
        : null,
    answered: state.answered ?? null,
  };
}
