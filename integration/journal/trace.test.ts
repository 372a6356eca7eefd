import type { Hop } from 'squall';
import { describe, expect } from 'vitest';
import { apiOf, ordersTest, place } from '../orders/orders-test.ts';

const { test } = await ordersTest({ cloud: { clock: 'virtual' }, needs: ['virtual time', 'this machine'] });

interface Tree {
  readonly call: string;
  readonly causes: readonly Tree[];
}

/** The hops below a span, as what was called by what. */
const below = (hops: readonly Hop[], spanId: string | undefined): Tree[] =>
  hops
    .filter(({ trace }) => trace.parentId === spanId)
    .map(({ service, operation, trace }) => ({ call: `${service}.${operation}`, causes: below(hops, trace.spanId) }));

const callsIn = (trees: readonly Tree[]): string[] => trees.flatMap(({ call, causes }) => [call, ...callsIn(causes)]);
const find = (trees: readonly Tree[], call: string): Tree | undefined =>
  trees.find((tree) => tree.call === call) ?? trees.map(({ causes }) => find(causes, call)).find((found) => found);

describe('The journal', () => {
  test('has one tree for one order, from the client to the last consumer', async ({ deployment }) => {
    const { journal } = deployment.cloud;
    const before = journal.count;

    await place(deployment, 'k1').expect(201);
    await deployment.clock.advance('1s');

    const hops = journal.hops(before);
    const root = hops.find(({ service }) => service === 'execute-api');
    const ofRequest = hops.filter(({ trace }) => trace.traceId === root?.trace.traceId);
    const trees = below(ofRequest, undefined);
    expect(trees.map(({ call }) => call)).toEqual(['execute-api.POST /orders']);
    expect(callsIn(trees)).toHaveLength(ofRequest.length);
    // Each of these crossed a process's boundary: functions run in processes of their own.
    expect(callsIn(find(trees, 'lambda.Invoke')?.causes ?? [])).toContain('dynamodb.TransactWriteItems');
    const published = find(trees, 'events.PutEvents');
    const sent = find(published?.causes ?? [], 'sqs.SendMessage');
    expect(sent?.causes.map(({ call }) => call)).toEqual(['lambda.Invoke']);
    expect(callsIn(sent?.causes ?? []).filter((call) => call.startsWith('dynamodb.'))).not.toEqual([]);
  });

  test('goes on with a trace that the client began', async ({ deployment }) => {
    const traceId = '1-5759e988-bd862e3fe1be46a994272793';

    await apiOf(deployment).get('/health').set('x-amzn-trace-id', `Root=${traceId};Parent=53995c3f42cd8ad8;Sampled=1`);

    const hops = deployment.cloud.journal.hops().filter(({ trace }) => trace.traceId === traceId);
    expect(hops.map(({ service }) => service)).toEqual(expect.arrayContaining(['execute-api', 'lambda']));
    const root = hops.find(({ service }) => service === 'execute-api');
    expect(root?.trace).toMatchObject({ parentId: '53995c3f42cd8ad8', sampled: true });
  });

  test('tells its subscribers of every hop, until they leave', async ({ deployment }) => {
    const heard: string[] = [];
    const leave = deployment.cloud.journal.subscribe(({ service }) => void heard.push(service));

    await apiOf(deployment).get('/health').expect(200);
    leave();
    const count = heard.length;
    await apiOf(deployment).get('/health').expect(200);

    expect(heard).toContain('execute-api');
    expect(heard).toHaveLength(count);
  });
});
