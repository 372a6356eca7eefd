import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Cloud, startCloud } from '../../cloud/cloud.ts';
import { executeApiFaults } from '../../cloud/gateway/execute-api/execute-api.ts';
import type { FaultTarget } from '../../cloud/kernel/faults/faults.ts';
import { type Caller, rootCaller, serviceCaller } from '../../cloud/kernel/identity.ts';
import { noTrace } from '../../cloud/kernel/trace.ts';
import { ExploredServices } from '../simulation/explored-services.ts';
import { Names } from '../simulation/names.ts';
import { newFrame } from './naming.ts';
import { Scheduler } from './scheduler.ts';

const account = '000000000000';
const environment = (principal: string): Caller => ({ ...rootCaller(account, principal), kind: 'assumed-role' });
const lambdaItself = serviceCaller('lambda.amazonaws.com', account);

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startCloud({ clock: 'virtual', log: 'silent' });
});
afterAll(() => cloud.close());

/** A scheduler whose client has sent `input`, and the points of what it was asked about. */
function schedulerOf(input: object) {
  const services = new ExploredServices(cloud.kernel);
  const names = new Names([], services);
  const scheduler = new Scheduler({ names, services, nowMs: () => cloud.clock.now(), decide: () => undefined });
  scheduler.beginCall(input, newFrame('try1', 'A', 'A', 'client'));
  return { scheduler, points: () => scheduler.boundaryCalls.map(({ point }) => point) };
}

const target = (call: Pick<FaultTarget, 'id' | 'service' | 'operation' | 'caller'> & Partial<FaultTarget>) => {
  const service = cloud.kernel.services.get(call.service);
  if (!service) throw new Error(`no service ${call.service}`);
  const input = call.input ?? {};
  return {
    resource: service.resourceOf?.(call.operation, input as Readonly<Record<string, unknown>>),
    attempt: 1,
    invocation: undefined,
    parent: undefined,
    trace: noTrace,
    model: service.faults,
    ...call,
    input,
  };
};

const invoke = (id: string, caller: Caller, more: Partial<FaultTarget> = {}) =>
  target({ id, service: 'lambda', operation: 'Invoke', caller, ...more, input: more.input ?? { FunctionName: 'f' } });

it('what a function calls is placed by the hop that invoked it, though its environment works for another one now', () => {
  const input = { FunctionName: 'f' };
  const { scheduler, points } = schedulerOf(input);
  void scheduler.decide(invoke('h1', rootCaller(account, account), { input }));
  scheduler.invoked({ functionName: 'f', accessKeyId: 'E1', hop: 'h1', remainingMs: 3000 });
  void scheduler.decide(invoke('h2', lambdaItself));
  scheduler.invoked({ functionName: 'f', accessKeyId: 'E1', hop: 'h2', remainingMs: 3000 });

  const call = { service: 'kms', operation: 'ListKeys', caller: environment('E1') };
  void scheduler.decide(target({ ...call, id: 'c2', parent: 'h2' }));
  void scheduler.decide(target({ ...call, id: 'c1', parent: 'h1' }));

  expect(points()).toEqual([
    'try1 > lambda.Invoke(f)#1',
    'lambda.Invoke(f)#1',
    'f > kms.ListKeys()#1',
    'try1 > f > kms.ListKeys()#1',
  ]);
  expect(scheduler.pendingCalls.map(({ deadlineMs }) => deadlineMs !== undefined)).toEqual([false, false, true, true]);
});

it('what a service does in a function’s name belongs to the function; what it does in its own does not', () => {
  const input = { FunctionName: 'f' };
  const { scheduler, points } = schedulerOf(input);
  void scheduler.decide(invoke('h1', rootCaller(account, account), { input }));
  scheduler.invoked({ functionName: 'f', accessKeyId: 'E1', hop: 'h1', remainingMs: 3000 });
  const put = { service: 's3', operation: 'PutObject', input: { Bucket: 'b', Key: 'k' } };
  void scheduler.decide(target({ ...put, id: 'p', caller: environment('E1'), parent: 'h1' }));

  const encrypt = { service: 'kms', operation: 'GenerateDataKey' };
  void scheduler.decide(target({ ...encrypt, id: 'k', caller: environment('E1'), parent: 'p' }));
  const log = { service: 'logs', operation: 'PutLogEvents', caller: lambdaItself, parent: 'h1' };

  expect(scheduler.decide(target({ ...log, id: 'l' }))).toBeUndefined();
  expect(points().slice(1)).toEqual(['try1 > f > s3.PutObject(b)#1', 'try1 > f > kms.GenerateDataKey()#1']);
});

it('work that services hand to each other is placed where it came from, else with the platform', () => {
  const { scheduler, points } = schedulerOf({});
  void scheduler.decide(invoke('h1', lambdaItself));
  const done = { service: 'sqs', operation: 'DeleteMessageBatch', input: { QueueUrl: 'http://q/000000000000/jobs' } };
  void scheduler.decide(target({ ...done, id: 'd', caller: lambdaItself }));
  const receive = { service: 'sqs', operation: 'ReceiveMessage', caller: lambdaItself };

  expect(scheduler.decide(target({ ...receive, id: 'r' }))).toBeUndefined();
  expect(points()).toEqual(['lambda.Invoke(f)#1', 'sqs.DeleteMessageBatch(jobs)#1']);
});

it('what a gateway asks of a service to answer a request is a call of the request’s, and its housekeeping is none', () => {
  const input = { method: 'POST' };
  const { scheduler, points } = schedulerOf(input);
  const edge = { service: 'execute-api', operation: 'POST /webhooks', model: executeApiFaults, resource: 'api' };
  const request = { ...edge, id: 'r1', caller: rootCaller(account), input, attempt: 1, invocation: undefined };
  void scheduler.decide({ ...request, parent: undefined, trace: noTrace });
  const role = { ...rootCaller(account), kind: 'assumed-role' as const };
  void scheduler.decide(target({ id: 'c1', service: 'kms', operation: 'ListKeys', caller: role, parent: 'r1' }));
  const own = serviceCaller('apigateway.amazonaws.com', account);
  void scheduler.decide(target({ id: 'c2', service: 'kms', operation: 'ListAliases', caller: own, parent: 'r1' }));

  expect(points()).toEqual(['try1 > api.POST(/webhooks)#1', 'try1 > kms.ListKeys()#1']);
  expect(scheduler.boundaryCalls.map(({ isFromGateway }) => isFromGateway)).toEqual([false, true]);
});

it('takes an equal request after a failure for another attempt, where an SDK does not tell which call a try belongs to', () => {
  const input = { FunctionName: 'f' };
  const { scheduler } = schedulerOf(input);
  void scheduler.decide(invoke('h1', rootCaller(account, account), { input }));
  scheduler.invoked({ functionName: 'f', accessKeyId: 'E1', hop: 'h1', remainingMs: 3000 });
  const call = { service: 'kms', operation: 'ListKeys', caller: environment('E1'), parent: 'h1' };
  const [first, second, third] = ['a', 'b', 'c'].map((id) => target({ ...call, id }));
  if (!first || !second || !third) throw new Error('three calls');

  void scheduler.decide(first);
  scheduler.completed(first, { output: undefined, error: new Error('injected') });
  void scheduler.decide(second);
  scheduler.completed(second, { output: {}, error: undefined });
  void scheduler.decide(third);

  expect(scheduler.boundaryCalls.slice(1).map(({ point, attempt }) => [point, attempt])).toEqual([
    ['try1 > f > kms.ListKeys()#1', 1],
    ['try1 > f > kms.ListKeys()#1', 2],
    ['try1 > f > kms.ListKeys()#2', 1],
  ]);
});
