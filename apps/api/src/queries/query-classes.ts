import { Query } from '@nestjs/cqrs';
import { READ_MODELS } from './index.js';

/** What the bus carries for every read model; each has a class of its own. */
export abstract class ReadModelQuery extends Query<object> {
  constructor(
    readonly personId: string,
    readonly parameters: object,
  ) {
    super();
  }
}

type QueryClass = new (personId: string, parameters: object) => ReadModelQuery;

const classes = new Map<string, QueryClass>(
  READ_MODELS.map(({ name }) => [name, { [name]: class extends ReadModelQuery {} }[name]]),
);

export function queryClassOf(name: string): QueryClass | undefined {
  return classes.get(name);
}
