import { createRequire } from 'node:module';
import {
  type sendUnaryData,
  Server,
  ServerCredentials,
  type ServerReadableStream,
  status,
} from '@grpc/grpc-js';
import type * as StreamsService from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type { AppendReq, AppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import { clusterMessage, clusterService } from './gossip.js';
import { appendAnswer, appendOptionsOf, proposedOf } from './messages.js';
import { type Proposed, StubDatabase } from './stub-database.js';
import { answerRead, answerSubscription, errorOf, type ReadCall } from './stub-read.js';

const { StreamsService: streams }: typeof StreamsService = createRequire(import.meta.url)(
  '@eventstore/db-client/generated/streams_grpc_pb.js',
);

type Kind = 'append' | 'read' | 'subscribe';

/**
 * What befalls a request. `…-after` = the events are written first. `silent` = no answer ever. `reset` = the
 * connection is cut. `not-leader` names the node given to {@link StubNode.follow}.
 */
export type Fault =
  | 'not-leader'
  | 'no-leader'
  | 'unavailable'
  | 'too-busy'
  | 'access-denied'
  | 'silent'
  | 'silent-after'
  | 'unavailable-after'
  | 'deadline-after'
  | 'aborted-after'
  | 'reset-after';

/** One node over a database that several nodes may share, as a cluster does. Listens on 127.0.0.1. */
export class StubNode {
  readonly requests: Kind[] = [];
  private readonly faults: { on: Kind; fault: Fault }[] = [];
  private readonly subscriptions = new Set<ReadCall>();
  private server: Server | undefined;
  private starting: Promise<this> | undefined;
  private leader: StubNode | undefined;
  port = 0;

  readonly database: StubDatabase;
  /** The nodes that this one gossips about, itself among them. */
  readonly cluster: StubNode[];

  constructor(database: StubDatabase = new StubDatabase(), cluster: StubNode[] = []) {
    this.database = database;
    this.cluster = cluster;
    cluster.push(this);
  }

  get alive(): boolean {
    return this.server !== undefined;
  }

  get leads(): boolean {
    return this.leader === undefined;
  }

  get url(): string {
    return `esdb://127.0.0.1:${this.port}?tls=false`;
  }

  /** On the same port as before, where it had one; nothing where it runs. */
  start(): Promise<this> {
    this.starting ??= this.started().finally(() => (this.starting = undefined));
    return this.starting;
  }

  private async started(): Promise<this> {
    if (this.server) return this;
    const server = new Server({ 'grpc.max_receive_message_length': 17 * 1024 * 1024 });
    server.addService(streams, {
      append: (call: AppendCall, callback: sendUnaryData<AppendResp>) =>
        void this.append(call, callback).catch(() => undefined),
      // A call that is cut while it is being answered ends there.
      read: (call: ReadCall) => void this.read(call).catch(() => undefined),
    });
    server.addService(clusterService, {
      read: (_call: unknown, callback: sendUnaryData<unknown>) =>
        callback(null, clusterMessage(this.cluster)),
    });
    this.port = await new Promise<number>((resolve, reject) =>
      server.bindAsync(
        `127.0.0.1:${this.port}`,
        ServerCredentials.createInsecure(),
        (error, port) => (error ? reject(error) : resolve(port)),
      ),
    );
    this.server = server;
    return this;
  }

  /** As a killed node: every connection is cut. */
  async stop(): Promise<void> {
    this.subscriptions.clear();
    this.server?.forceShutdown();
    this.server = undefined;
  }

  /** From now on this node is a follower and says so to every request that needs the leader. */
  follow(leader: StubNode | undefined): void {
    this.leader = leader;
  }

  /** Befalls the next request of this kind. */
  script(on: Kind, ...faults: Fault[]): void {
    this.faults.push(...faults.map((fault) => ({ on, fault })));
  }

  /** Nothing befalls it any more. */
  calm(): void {
    this.faults.length = 0;
  }

  /** Ends every subscription: as an error, or as if it had come to its end. */
  dropSubscriptions(how: 'error' | 'end' = 'error'): number {
    const dropped = [...this.subscriptions];
    for (const call of dropped)
      if (how === 'end') call.end();
      else call.emit('error', errorOf(status.UNAVAILABLE, 'the node is shutting down'));
    this.subscriptions.clear();
    return dropped.length;
  }

  private async append(call: AppendCall, callback: sendUnaryData<AppendResp>): Promise<void> {
    this.requests.push('append');
    const events: Proposed[] = [];
    let options: ReturnType<typeof appendOptionsOf>;
    for await (const request of call as AsyncIterable<AppendReq>) {
      options ??= appendOptionsOf(request);
      const event = proposedOf(request);
      if (event) events.push(event);
    }
    if (!options) return callback(errorOf(status.INVALID_ARGUMENT, 'no options'));
    const fault = this.faultOf('append', call.metadata.get('requires-leader').length > 0);
    const refused = this.refusalOf(fault);
    if (refused) return callback(refused);
    if (fault === 'silent') return;
    const { stream, expected } = options;
    const answer = this.database.append(stream, expected, events);
    if (fault) return this.lost(fault, callback);
    const message = appendAnswer(expected, answer);
    if (message) return callback(null, message);
    callback(
      answer.result === 'too-large'
        ? errorOf(status.INVALID_ARGUMENT, 'Maximum Append Size of 1048576 Exceeded.', {
            exception: 'maximum-append-size-exceeded',
            'maximum-append-size': '1048576',
          })
        : errorOf(status.FAILED_PRECONDITION, `Event stream '${stream}' is deleted.`, {
            exception: 'stream-deleted',
            'stream-name': stream,
          }),
    );
  }

  /** The events stand; the answer does not come. */
  private lost(fault: Fault, callback: sendUnaryData<AppendResp>): void {
    if (fault === 'deadline-after')
      return callback(errorOf(status.DEADLINE_EXCEEDED, 'Deadline exceeded'));
    if (fault === 'unavailable-after')
      return callback(errorOf(status.UNAVAILABLE, 'the node is shutting down'));
    if (fault === 'aborted-after')
      return callback(errorOf(status.ABORTED, 'Operation timed out: commit'));
    if (fault === 'reset-after') void this.stop().then(() => this.start());
  }

  private async read(call: ReadCall): Promise<void> {
    const subscribing = call.request.getOptions()?.hasSubscription() === true;
    const kind = subscribing ? 'subscribe' : 'read';
    this.requests.push(kind);
    call.on('error', () => undefined);
    const fault = this.faultOf(kind, call.metadata.get('requires-leader').length > 0);
    const refused = this.refusalOf(fault);
    if (refused) return void call.emit('error', refused);
    if (fault) return;
    if (!subscribing) return answerRead(this.database, call);
    this.subscriptions.add(call);
    call.on('close', () => this.subscriptions.delete(call));
    await answerSubscription(this.database, call);
  }

  private faultOf(kind: Kind, needsLeader: boolean): Fault | undefined {
    if (this.leader && needsLeader) return 'not-leader';
    const index = this.faults.findIndex(({ on }) => on === kind);
    return index < 0 ? undefined : this.faults.splice(index, 1)[0].fault;
  }

  private refusalOf(fault: Fault | undefined): ReturnType<typeof errorOf> | undefined {
    switch (fault) {
      case 'not-leader':
        return errorOf(status.NOT_FOUND, 'Leader info available', {
          exception: 'not-leader',
          'leader-endpoint-host': '127.0.0.1',
          'leader-endpoint-port': String(this.leader?.port ?? this.port),
        });
      case 'no-leader':
        return errorOf(status.UNKNOWN, 'No leader info available in response');
      case 'unavailable':
        return errorOf(status.UNAVAILABLE, 'the node is shutting down');
      case 'too-busy':
        return errorOf(status.UNAVAILABLE, 'Server Is Too Busy');
      case 'access-denied':
        return errorOf(status.PERMISSION_DENIED, 'Access Denied', { exception: 'access-denied' });
      default:
        return undefined;
    }
  }
}

type AppendCall = ServerReadableStream<AppendReq, AppendResp>;
