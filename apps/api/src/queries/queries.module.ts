import { Inject, Module, type Type } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { INSTALLATION, type Installation } from '../installation.js';
import { ClueController } from './clue.controller.js';
import { READ_MODELS } from './index.js';
import { QueriesController } from './queries.controller.js';
import { queryClassOf, type ReadModelQuery } from './query-classes.js';
import type { ReadModel } from './read-model.js';
import { readingFor } from './reading.js';

function handlerOf(model: ReadModel): Type<IQueryHandler<ReadModelQuery>> {
  class Handler implements IQueryHandler<ReadModelQuery> {
    constructor(private readonly installation: Installation) {}

    execute({ personId, parameters }: ReadModelQuery): Promise<object> {
      return model.answer(readingFor(this.installation, personId), parameters);
    }
  }
  // Generated classes carry no type metadata: the token is named by hand.
  Inject(INSTALLATION)(Handler, undefined, 0);
  const query = queryClassOf(model.name);
  if (!query) throw new Error(`unreachable: ${model.name} has no query class`);
  QueryHandler(query)(Handler);
  return Handler;
}

@Module({ controllers: [ClueController, QueriesController], providers: READ_MODELS.map(handlerOf) })
export class QueriesModule {}
