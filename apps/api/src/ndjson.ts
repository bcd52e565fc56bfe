import { PassThrough, type Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { problemOf } from './problem.filter.js';
import { problemBody } from './problem.js';

export interface Progress {
  readonly done: number;
  readonly total: number;
}

/** Long work answers lines: `{"progress":{done,total}}`, then `{"result":…}` or `{"problem":…}`. */
export async function answerLines(
  reply: FastifyReply,
  work: (progress: (now: Progress) => void) => Promise<unknown>,
): Promise<void> {
  const lines = new PassThrough();
  void reply.header('content-type', 'application/x-ndjson').send(lines satisfies Readable);
  const write = (line: object) => void lines.write(`${JSON.stringify(line)}\n`);
  let last = 0;
  try {
    const result = await work((progress) => {
      // A bar needs no more than this, and a slow reader is not flooded.
      if (Date.now() - last < 100 && progress.done < progress.total) return;
      last = Date.now();
      write({ progress });
    });
    write({ result });
  } catch (error) {
    const problem = problemOf(error);
    if (problem.status >= 500 && problem !== error) reply.log.error({ err: error }, 'failed');
    write({ problem: problemBody(problem, `urn:cluetrail:request:${reply.request.id}`) });
  } finally {
    lines.end();
  }
}
