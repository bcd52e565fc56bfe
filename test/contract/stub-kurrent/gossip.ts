import { createRequire } from 'node:module';
import type * as GossipService from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import type * as Gossip from '@eventstore/db-client/generated/gossip_pb.js';
import type * as Shared from '@eventstore/db-client/generated/shared_pb.js';

const require = createRequire(import.meta.url);
const { UUID }: typeof Shared = require('@eventstore/db-client/generated/shared_pb.js');
const {
  ClusterInfo,
  EndPoint,
  MemberInfo,
}: typeof Gossip = require('@eventstore/db-client/generated/gossip_pb.js');
const {
  GossipService: service,
}: typeof GossipService = require('@eventstore/db-client/generated/gossip_grpc_pb.js');

export const clusterService = service;

interface Member {
  readonly port: number;
  readonly alive: boolean;
  readonly leads: boolean;
}

/** Who is there, and who leads: what a client with several addresses asks first. */
export function clusterMessage(members: readonly Member[]): Gossip.ClusterInfo {
  const { FOLLOWER, LEADER } = MemberInfo.VNodeState;
  return new ClusterInfo().setMembersList(
    members.map(({ port, alive, leads }) =>
      new MemberInfo()
        .setInstanceId(new UUID().setString(crypto.randomUUID()))
        .setTimeStamp('0')
        .setState(leads ? LEADER : FOLLOWER)
        .setIsAlive(alive)
        .setHttpEndPoint(new EndPoint().setAddress('127.0.0.1').setPort(port)),
    ),
  );
}
