import { Controller, Get, Inject, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { isPersonId } from '@cluetrail/access';
import { caseWork, FEATURES } from '@cluetrail/clues';
import { readInput, stateOf, stateTitle } from '@cluetrail/workflow';
import { rowOf } from '../access-row.js';
import { Caller } from '../caller.js';
import { INSTALLATION, type Installation } from '../installation.js';
import { notFound, Problem } from '../problem.js';
import { About, type Asked } from './about.js';
import { Freshness } from './freshness.js';
import { axesOf, ClueAxes } from './parameters.js';
import { nameOf } from './person.js';
import { unseenClues } from './other-clues.js';
import type { Reading } from './read-model.js';
import { namingReporter, recordReporter } from './reporter-record.js';
import { readingFor } from './reading.js';
import { clueAt, seenClue, type ToldClue, toldClocks, toldState } from './told-clue.js';
import { toldMatter } from './told-matter.js';

/** One clue: as it is or was, its history on both axes, its deadlines. What may not be seen does not exist. */
@Controller('api')
export class ClueController {
  constructor(
    @Inject(INSTALLATION) private readonly installation: Installation,
    @Inject(Freshness) private readonly freshness: Freshness,
  ) {}

  @Get('clues/:id')
  async state(@About() asked: Asked): Promise<object> {
    const { reading, told } = await this.told(asked);
    const { id, personId, reply } = asked;
    const commands = await this.installation.engine.openCommands('clue', `clue-${id}`, personId);
    const version = told.events.length;
    void reply.header('etag', `"${version}"`);
    const obligations = toldClocks(reading, told).map(
      ({ steps: _, explanation: __, ...clock }) => clock,
    );
    return {
      ...{ id, version, ...(await toldState(reading, told)), ...told.axes },
      ...{ obligations, commands: commands ?? [] },
    };
  }

  @Get('clues/:id/history')
  async history(@About() asked: Asked): Promise<object> {
    const { reading, told } = await this.told(asked);
    const found = await toldMatter(reading, told);
    await recordReporter(reading, namingReporter(found.items));
    return { ...found, ...told.axes };
  }

  @Get('clues/:id/deadlines')
  async deadlines(@About() asked: Asked): Promise<object> {
    const { reading, told } = await this.told(asked);
    return { items: toldClocks(reading, told), ...told.axes };
  }

  @Get('cases/:id')
  async case(
    @Param('id') id: string,
    @Caller() personId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const { engine, references } = this.installation;
    const commands = isPersonId(id)
      ? await engine.openCommands('case', `case-${id}`, personId)
      : undefined;
    if (!commands) throw notFound();
    const { events, version } = await engine.streams.load(`case-${id}`);
    const file = stateOf(caseWork, events);
    const { state, organ, clueIds, officers, subjects, procedure } = file;
    const { level } = await rowOf(this.installation, FEATURES.cases, file);
    const unseen = await unseenClues(readingFor(this.installation, personId), [
      { data: { clueIds } },
    ]);
    void reply.header('etag', `"${version}"`);
    const title = stateTitle(
      references.procedure(procedure.name, procedure.version),
      caseWork,
      state,
    );
    return {
      id,
      version,
      state,
      title,
      organ,
      organPath: references.pathOf(organ),
      level,
      clueIds: clueIds.filter((one) => !unseen.has(one)),
      officers,
      subjects,
      commands,
    };
  }

  @Get('procedures/:name/:version')
  procedure(@Param() { name, version }: { name: string; version: string }): object {
    const found = this.installation.references.procedure(name, Number(version));
    if (!found) throw notFound();
    return found;
  }

  @Get('people/:id')
  async person(@Param('id') id: string, @Caller() personId: string): Promise<object> {
    const found = isPersonId(id)
      ? await nameOf(await this.freshness.reading(personId), id)
      : undefined;
    if (!found) throw notFound();
    return found;
  }

  private async told({
    id,
    query: { after, ...rest },
    personId,
    reply,
  }: Asked): Promise<{ readonly reading: Reading; readonly told: ToldClue }> {
    const read = readInput(ClueAxes, rest);
    if ('faults' in read) throw new Problem(400, 'bad-parameter', { errors: read.faults });
    await this.freshness.reach(after);
    const reading = await this.freshness.reading(personId);
    const seen = isPersonId(id) ? await seenClue(reading, id) : undefined;
    if (!seen) throw notFound();
    // One clue is told from the log itself, which may be ahead of the read models.
    const last = seen.events[seen.events.length - 1].recordedAt;
    const head = last > reading.head ? last : reading.head;
    void reply.header('cluetrail-fresh', head);
    return { reading, told: clueAt(reading, seen, axesOf({ ...reading, head }, read.input)) };
  }
}
