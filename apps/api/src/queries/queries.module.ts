import { Inject, Module, type Type } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { ClueController } from './clue.controller.js';
import { Freshness } from './freshness.js';
import { READ_MODELS } from './index.js';
import { QueriesController } from './queries.controller.js';
import { ReportController } from './report.controller.js';
import { queryClassOf, type ReadModelQuery } from './query-classes.js';
import type { ReadModel } from './read-model.js';

function handlerOf(model: ReadModel): Type<IQueryHandler<ReadModelQuery>> {
  class Handler implements IQueryHandler<ReadModelQuery> {
    constructor(private readonly freshness: Freshness) {}

    async execute({ personId, parameters }: ReadModelQuery): Promise<object> {
      return model.answer(await this.freshness.reading(personId), parameters);
    }
  }
  // Generated classes carry no type metadata: the token is named by hand.
  Inject(Freshness)(Handler, undefined, 0);
  const query = queryClassOf(model.name);
  if (!query) throw new Error(`unreachable: ${model.name} has no query class`);
  QueryHandler(query)(Handler);
  return Handler;
}

@Module({
  controllers: [ClueController, ReportController, QueriesController],
  providers: [Freshness, ...READ_MODELS.map(handlerOf)],
})
export class QueriesModule {}
