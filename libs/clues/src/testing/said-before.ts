import { commandOf, fieldsOf, type Decided, type Table } from '@cluetrail/workflow';

/** Throws where an event says what its row did not tell: a procedure that speaks of it would be refused. */
export function saidBefore(table: Table, { type, data }: Pick<Decided, 'type' | 'data'>): void {
  const fields = fieldsOf(table.transitions[commandOf(table, type) ?? '']);
  for (const [field, value] of Object.entries(data)) {
    const values = fields.get(field);
    if (!fields.has(field) || (values && !values.includes(value)))
      throw new Error(`${type}: expected that its row tells of ${field}: ${JSON.stringify(value)}`);
  }
}
