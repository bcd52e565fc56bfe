import { appends } from './appends.js';
import { durability } from './durability.js';
import { globalOrder } from './global-order.js';
import { model } from './model.js';
import { reads } from './reads.js';
import { retries } from './retries.js';
import type { OpenSubject } from './subject.js';
import { subscriptions } from './subscriptions.js';

/** What every event store promises, run unchanged on each of them. */
export function eventStoreContract(name: string, open: OpenSubject): void {
  describe(`the event store on ${name}`, () => {
    appends(open);
    retries(open);
    reads(open);
    globalOrder(open);
    subscriptions(open);
    durability(open);
    model(open);
  });
}
