import { describe, expect, it } from 'vitest';
import { registry } from '../../../cloud/registry.ts';
import { isDeclared } from '../../../cloud/service-kit/resource-type.ts';
import { storedOnlyOf } from '../../../cloud/service-kit/stored-only.ts';
import { engineTypes } from '../../../cloud/services/cloudformation/engine/specification/check-types.ts';
import { modelsOf } from '../../../cloud/wire/model/models.ts';
import { clientPackages } from '../../../cloud/wire/testing/client-packages.ts';
import { samEvents, samTypes } from '../sam/sam-types.ts';
import { functionSettings, plugins, serverlessEvents } from '../serverless/serverless-events.ts';
import { dataCalls } from '../terraform/data-sources.ts';
import { resourceCalls } from '../terraform/terraform-types.ts';
import { CallJudge } from './call-judge.ts';
import { TypeJudge } from './type-judge.ts';

const types = await TypeJudge.of(registry);
const calls = new CallJudge(registry);
const storedOnly = storedOnlyOf(registry);
const wanted = (setting: string) => (Object.hasOwn(storedOnly, setting) ? 'stored only' : 'emulated');

describe('everything that the registry has', () => {
  const owned = registry.flatMap(({ resources = {} }) => Object.entries(resources));

  it('is emulated or stored only: its resource types and their properties', () => {
    const settings = owned.flatMap(([type, { properties }]) => [
      [type, types.type(type).verdict],
      ...properties.map((name) => [`${type}.${name}`, types.property(type, name).verdict]),
    ]);

    expect(settings.length).toBeGreaterThan(800);
    expect(settings).toEqual(settings.map(([setting = '']) => [setting, wanted(setting)]));
    for (const type of engineTypes) expect(types.type(type).verdict).toBe('emulated');
  });

  it('is emulated or stored only: its operations; all others of AWS are refused', () => {
    const models = modelsOf(registry);
    const said = registry.flatMap(({ name, operations, storedOnly: kept = {} }) =>
      [...models.of(name).operations.keys()].map((operation) => {
        const present = Object.hasOwn(kept, operation) ? 'stored only' : 'emulated';
        const expected = Object.hasOwn(operations, operation) ? present : 'refused';
        return { name, operation, verdict: calls.call({ service: name, operation }).verdict, expected };
      }),
    );

    expect(said.length).toBeGreaterThan(1500);
    expect(said.filter(({ verdict, expected }) => verdict !== expected)).toEqual([]);
    expect(new Set(said.map(({ expected }) => expected)).size).toBe(3);
  });

  it('is refused with the reason of its type: properties and attributes that a type names as missing', () => {
    const named = owned.flatMap(([type, owner]) => {
      if (!isDeclared(owner)) return [];
      return [
        ...Object.entries(owner.refused).map(([name, reason]) => [types.property(type, name), reason]),
        ...Object.entries(owner.missing).map(([name, reason]) => [types.attribute(type, name), reason]),
      ];
    });

    expect(named.length).toBeGreaterThan(10);
    expect(named.map(([judgement]) => judgement)).toEqual(named.map(([, reason]) => ({ verdict: 'refused', reason })));
  });

  it('is found by the names of its packages, of boto3 and of the older SDK', () => {
    for (const [service, name] of Object.entries(clientPackages)) {
      expect([name, calls.service(name.replace('client-', ''))]).toEqual([name, service]);
      expect(calls.service(service)).toBe(service);
    }
    const others = { stepfunctions: 'states', StepFunctions: 'states', CloudWatchLogs: 'logs', EventBridge: 'events' };
    for (const [name, service] of Object.entries(others)) expect(calls.service(name)).toBe(service);
    expect(calls.service('application-autoscaling')).toBe('applicationautoscaling');
    expect(calls.service('ses')).toBeUndefined();
  });
});

describe('what AWS has and nobody here', () => {
  it.each([
    ['AWS::IoT::TopicRule', 'refused', 'nothing of AWS::IoT is emulated'],
    ['AWS::EC2::Instance', 'refused', 'other types of AWS::EC2 are emulated, this one is not'],
    ['AWS::SQS::Queu', 'unknown', 'AWS has no such type. Did you mean AWS::SQS::Queue?'],
    ['Datadog::Monitors::Monitor', 'refused', 'extensions of the CloudFormation registry are not emulated'],
    ['Custom::Anything', 'emulated', undefined],
  ])('is told from what AWS does not have: %s', (type, verdict, reason) => {
    expect(types.type(type)).toEqual({ verdict, ...(reason !== undefined && { reason }) });
  });

  it('is told of properties and attributes likewise', () => {
    expect(types.property('AWS::SQS::Queue', 'QueName')).toEqual({
      verdict: 'unknown',
      reason: 'the type has no such property. Did you mean QueueName?',
    });
    expect(types.attribute('AWS::SQS::Queue', 'Arm')).toEqual({
      verdict: 'unknown',
      reason: 'the type has no such attribute. Did you mean Arn?',
    });
    expect(calls.call({ service: 'sqs', operation: 'SendMesage' })).toEqual({
      verdict: 'unknown',
      reason: 'the service has no such operation. Did you mean SendMessage?',
    });
  });
});

describe('tables of other tools', () => {
  it('name types that AWS has, whether they are here or not', () => {
    const puts = [...Object.values(samTypes), ...Object.values(samEvents), ...Object.values(serverlessEvents)];
    const named = [
      ...[...puts, ...Object.values(plugins)].flatMap(({ becomes }) => becomes),
      ...Object.values(samTypes).flatMap(({ own }) => Object.values(own).flat()),
      ...Object.values(functionSettings).map((setting) => setting.split('.')[0] ?? ''),
    ];

    expect(named.length).toBeGreaterThan(80);
    expect(named.filter((type) => types.type(type).verdict === 'unknown')).toEqual([]);
  });

  it('name settings of functions that their types have', () => {
    const settings = Object.values(functionSettings).map((setting) => setting.split('.'));
    const wrong = settings.filter(
      ([type = '', property]) => property !== undefined && types.property(type, property).verdict === 'unknown',
    );

    expect(wrong).toEqual([]);
  });

  it('name operations that the services of AWS have', () => {
    const named = [...resourceCalls, ...dataCalls];

    expect(named.length).toBeGreaterThan(250);
    expect(named.filter(([, call]) => calls.call(call).verdict === 'unknown')).toEqual([]);
  });
});
