import type { BoundaryCall } from '../run/boundary-call.ts';
import type { Run } from '../run/run.ts';
import type { LaneData } from './report-data.ts';

/** The lanes of a run, and between which of them each call goes. */
export interface Lanes {
  readonly lanes: readonly LaneData[];
  ends(call: BoundaryCall): { readonly from: number; readonly to: number };
  /** The lane of a client of a race, or of the only one. */
  client(name: string): number;
}

/** From left to right as calls go: who asks, what answers, functions, what keeps things, what lies outside. */
const order = ['client', 'gateway', 'function'];

/** A lane for everybody: clients, the gateway, each function, each table, queue and secret, each fake. */
export function lanesOf(run: Run, kindOf: (service: string) => string | undefined): Lanes {
  const isRace = (run.plan.clients ?? 1) > 1;
  const edges = new Set(run.boundaryCalls.filter(isEdge).map(({ point }) => frameOf(point)));
  const ends = new Map(
    run.boundaryCalls.map((call) => {
      const isByGateway = isInvoke(call) && edges.has(frameOf(call.point));
      const gateway: LaneData = { name: 'gateway', kind: 'gateway' };
      return [call.id, { from: isByGateway ? gateway : callerOf(call), to: calledBy(call, kindOf, isRace) }];
    }),
  );
  const clients = isRace ? [...new Set(run.outcomes.map(({ client }) => client))].sort() : [];
  const found: LaneData[] = clients.map((name) => ({ name: `client ${name}`, kind: 'client' }));
  const client = (name: string): LaneData => ({ name: isRace ? `client ${name}` : 'client', kind: 'client' });
  found.push(...run.outcomes.map((outcome) => client(outcome.client)));
  for (const { from, to } of ends.values()) found.push(from, to);
  const lanes = [...new Map(found.map((lane) => [keyOf(lane), lane])).values()].sort((a, b) => rankOf(a) - rankOf(b));
  const placeOf = (lane: LaneData): number => lanes.findIndex((each) => keyOf(each) === keyOf(lane));
  return {
    lanes,
    client: (name) => placeOf(client(name)),
    ends: ({ id }) => {
      const { from, to } = ends.get(id) ?? { from: undefined, to: undefined };
      return { from: from ? placeOf(from) : 0, to: to ? placeOf(to) : 0 };
    },
  };
}

const isEdge = ({ traits }: BoundaryCall): boolean => traits.has('edge');
const isInvoke = ({ traits }: BoundaryCall): boolean => traits.has('invoke');
const frameOf = (point: string): string => point.split(' > ').slice(0, -1).join(' > ');
const keyOf = ({ kind, name }: LaneData): string => `${kind}/${name}`;
const rankOf = ({ kind }: LaneData): number =>
  kind === 'fake' ? order.length + 1 : order.includes(kind) ? order.indexOf(kind) : order.length;

function callerOf({ from, isFromFunction, isFromGateway, isFromTask }: BoundaryCall): LaneData {
  if (isFromGateway) return { name: from, kind: 'gateway' };
  if (isFromTask) return { name: from, kind: 'state machine' };
  if (isFromFunction) return { name: from, kind: 'function' };
  return { name: from, kind: /^client\b/.test(from) ? 'client' : 'service' };
}

function calledBy(call: BoundaryCall, kindOf: (service: string) => string | undefined, isRace: boolean): LaneData {
  const { to, resource, service, client, traits } = call;
  if (isEdge(call)) return { name: to, kind: 'gateway' };
  if (traits.has('external')) return { name: to, kind: 'fake' };
  const kind = kindOf(service);
  if (isInvoke(call) && resource) return { name: isRace ? `${resource} (${client})` : resource, kind: 'function' };
  return resource ? { name: resource, kind: kind ?? to } : { name: to, kind: kind ?? 'service' };
}
