import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { startCloud } from 'squall';
import { describe, expect, it } from 'vitest';
import { coverageText } from '../scripts/generate-coverage.ts';
import { serviceCaller } from '../src/cloud/kernel/identity.ts';
import { registry } from '../src/cloud/registry.ts';
import type { AnyService } from '../src/cloud/service-kit/contract.ts';
import { Exploration } from '../src/explore/exploration.ts';
import { templateOf } from '../src/explore/testing/template.ts';
import { clientOf } from '../src/harness/cloud-client.ts';
import { deployTemplate } from '../src/harness/deploy-template.ts';
import { toyCounters } from './fixtures/toy-service/service.ts';

/** What adding a service takes. */
const services: readonly AnyService[] = [...registry, toyCounters];

type CallToy = (operation: string, input: object, env: object) => Promise<Record<string, unknown>>;
const clientFile = new URL('./fixtures/toy-service/toy-client.cjs', import.meta.url);
const { callToy } = createRequire(import.meta.url)(clientFile.pathname) as { callToy: CallToy };

const toyCloud = () => startCloud({ services, log: 'silent' });

/** One signed request over the socket. */
const ask = ({ endpoint }: { readonly endpoint: string }, operation: string, input: object) =>
  callToy(operation, input, {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });

describe('a service that is one folder and one line of the registry', () => {
  it('is asked over HTTP and in process', async () => {
    await using cloud = await toyCloud();

    expect(await ask(cloud, 'CreateCounter', { Name: 'hits', Value: 2 })).toMatchObject({ status: 200, Value: 2 });
    expect(await clientOf(cloud).call('toycounters', 'GetCounter', { Name: 'hits' })).toEqual({
      Name: 'hits',
      Value: 2,
    });
  });

  it('is refused by its own model and in its own words', async () => {
    await using cloud = await toyCloud();

    const __type = 'CounterNotFound';
    expect(await ask(cloud, 'GetCounter', { Name: 'none' })).toMatchObject({ status: 400, __type });
    expect(await ask(cloud, 'WindCounter', { Name: 'none' })).toMatchObject({ status: 501 });
    expect(await ask(cloud, 'NoSuchThing', {})).toMatchObject({ status: 400, __type: 'UnknownOperationException' });
    expect(await ask(cloud, 'GetCounter', {})).toMatchObject({ status: 400, __type: 'ValidationException' });
    expect(await ask(cloud, 'GetCounter', { Name: {} })).toMatchObject({
      status: 400,
      __type: 'SerializationException',
    });
  });

  it('is known to no cloud that was started without it', async () => {
    await using cloud = await startCloud({ log: 'silent' });

    expect(await ask(cloud, 'GetCounter', { Name: 'hits' })).toMatchObject({ status: 501 });
  });

  it('fails by a rule, as its fault model says', async () => {
    await using cloud = await toyCloud();
    await ask(cloud, 'CreateCounter', { Name: 'hits' });
    cloud.faults.add('throttle toycounters:GetCounter resource=hits times=1');

    expect(await ask(cloud, 'GetCounter', { Name: 'hits' })).toMatchObject({ status: 429, __type: 'ToyTooFast' });
    expect(await ask(cloud, 'GetCounter', { Name: 'hits' })).toMatchObject({ status: 200 });
    const [, throttled] = cloud.journal.hops();
    expect(throttled).toMatchObject({ service: 'toycounters', resource: 'hits', injected: true });
  });

  it.each([
    ['open-hits', 'daily', 'answered'],
    ['open-hits', 'hourly', 'AccessDeniedException'],
    ['hits', 'daily', 'AccessDeniedException'],
  ])('is authorized by its own policy: %s on behalf of the rule %s is %s', async (Name, rule, expected) => {
    await using cloud = await toyCloud();
    await ask(cloud, 'CreateCounter', { Name, Value: 2 });
    const account = '000000000000';
    const caller = serviceCaller('events.amazonaws.com', account);
    const sourceArns = [`arn:aws:events:us-east-1:${account}:rule/${rule}`];

    const answer = cloud.kernel.call('toycounters', 'GetCounter', { Name }, { caller, account, sourceArns });

    const told = await answer.then(() => 'answered').catch(({ code }: { readonly code?: string }) => code);
    expect(told).toBe(expected);
  });

  it('has resources in stacks', async () => {
    await using cloud = await toyCloud();
    const client = clientOf(cloud);
    const Counter = { Type: 'Toy::Counters::Counter', Properties: { Name: 'stacked', Value: 7 } };

    await deployTemplate(client, 'toys', JSON.stringify({ Resources: { Counter } }), {});

    expect(await client.call('toycounters', 'GetCounter', { Name: 'stacked' })).toMatchObject({ Value: 7 });
    await client.call('cloudformation', 'DeleteStack', { StackName: 'toys' });
    await expect(client.call('toycounters', 'GetCounter', { Name: 'stacked' })).rejects.toMatchObject({
      code: 'CounterNotFound',
    });
  });

  it('is explored: its rows are compared, and a lost update is found', async () => {
    const handler =
      "exports.handler = async () => { const { Value } = await exports.callToy('GetCounter', { Name: 'hits' }); await exports.callToy('SetCounter', { Name: 'hits', Value: Value + 1 }); return 'ok'; };";
    const app = templateOf({ code: readFileSync(clientFile, 'utf8') + handler }) as { readonly Resources: object };
    const Hits = { Type: 'Toy::Counters::Counter', Properties: { Name: 'hits' } };
    const scenario = {
      app: { Resources: { ...app.Resources, Hits } },
      when: (w: { client(): { post(path: string, options: object): Promise<unknown> } }) =>
        w.client().post('/do', { json: {} }),
      race: { clients: 2, preemptions: 1 },
    };
    await using exploration = await Exploration.open('toys', scenario, { services });

    const { run } = exploration.faultFree;
    expect(run.state['counter hits']).toEqual([{ value: 1 }]);
    expect(run.boundaryCalls.map(({ point }) => point)).toContain('try1 > Worker > toy.SetCounter(hits)#1');
    const { broken } = await exploration.races(exploration.budget());
    expect(broken[0]?.verdict.violations[0]).toMatchObject({
      code: 'ORDER',
      what: expect.stringContaining('counter hits'),
    });
  });

  it('stands in the coverage tables', () => {
    const text = coverageText(services);

    expect(text).toContain('| [Toy Counters](#toy-counters) | 4 | 0 | 0 | 1 | 1 |');
    expect(text).toContain('Emulated: `CreateCounter`, `DeleteCounter`, `GetCounter`, `SetCounter`');
  });
});
