import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { synthesizeOnce } from '../src/harness/synthesize-once.ts';

interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

let text: string;
let resources: Readonly<Record<string, Resource>>;

// Synthesis itself fails on every finding of cdk-nag that is not acknowledged with a reason.
beforeAll(async () => {
  text = readFileSync(join(await synthesizeOnce(undefined), 'Orders.template.json'), 'utf8');
  resources = (JSON.parse(text) as { Resources: Record<string, Resource> }).Resources;
  // Sixteen bundles: on a busy machine that takes its time.
}, 180_000);

/** https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html#cloudwatch-iam-policy */
const logDelivery = [
  'logs:CreateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:DescribeLogGroups',
  'logs:DescribeResourcePolicies',
  'logs:GetLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:UpdateLogDelivery',
];

const ofType = (type: string): [string, Resource][] =>
  Object.entries(resources).filter(([, { Type }]) => Type === type);

describe('the orders stack', () => {
  it('does not know where it is deployed', () => {
    expect(text).not.toMatch(/localhost|127\.0\.0\.1|4566|localstack|squall|000000000000|us-east-1/i);
  });

  it('gives every function a role and a log group of its own', () => {
    const functions = ofType('AWS::Lambda::Function');
    const roles = functions.map(([, { Properties }]) => JSON.stringify(Properties.Role));
    const groups = functions.map(([, { Properties }]) => JSON.stringify(Properties.LoggingConfig));

    expect(functions).toHaveLength(16);
    expect(new Set(roles).size).toBe(16);
    expect(new Set(groups).size).toBe(16);
  });

  it('keeps every log group for a limited time', () => {
    for (const [id, { Properties }] of ofType('AWS::Logs::LogGroup')) {
      expect(Properties.RetentionInDays, id).toBeGreaterThan(0);
    }
  });

  it('allows nothing on all resources but what X-Ray, logs of workflows and the list of streams leave no other way for', () => {
    const wide = ofType('AWS::IAM::Policy').flatMap(([, { Properties }]) => {
      const { Statement } = Properties.PolicyDocument as { Statement: { Action: unknown; Resource: unknown }[] };
      return Statement.filter(({ Resource }) => Resource === '*').map(({ Action }) => Action);
    });

    const actions = new Set(wide.flat().map(String));
    // Lambda asks for the right to list streams, Step Functions for those to deliver logs, of which none can be named.
    expect([...actions].filter((action) => !/^(xray|logs):/.test(action))).toEqual(['dynamodb:ListStreams']);
    expect([...actions].filter((action) => action.startsWith('logs:')).sort()).toEqual(logDelivery);
    expect(text).not.toContain('dynamodb:*');
  });

  it('hides events six times as long as their function may work on them, and buries those that fail too often', () => {
    const mapping = ofType('AWS::Lambda::EventSourceMapping').map(([, { Properties }]) => Properties);
    const [, events] = ofType('AWS::SQS::Queue').find(([, { Properties }]) => Properties.RedrivePolicy) ?? [];
    const [, consumer] = ofType('AWS::Lambda::Function').find(([id]) => id.includes('FulfilOrder')) ?? [];

    expect(mapping.map(({ FunctionResponseTypes }) => FunctionResponseTypes)).toEqual(
      Array.from({ length: 3 }, () => ['ReportBatchItemFailures']),
    );
    expect(Number(events?.Properties.VisibilityTimeout)).toBe(6 * Number(consumer?.Properties.Timeout));
    expect(events?.Properties.RedrivePolicy).toMatchObject({ maxReceiveCount: 5 });
  });

  it('buries what a rule, a schedule, a stream or an asynchronous call cannot deliver', () => {
    const targets = ofType('AWS::Events::Rule').flatMap(
      ([, { Properties }]) => Properties.Targets as { DeadLetterConfig?: object }[],
    );
    const schedules = ofType('AWS::Scheduler::Schedule').map(
      ([, { Properties }]) => Properties.Target as { DeadLetterConfig?: object },
    );
    const streams = ofType('AWS::Lambda::EventSourceMapping').filter(
      ([, { Properties }]) => Properties.StartingPosition,
    );
    const calls = ofType('AWS::Lambda::EventInvokeConfig');

    expect([targets, schedules, streams, calls].map(({ length }) => length)).toEqual([2, 2, 1, 4]);
    for (const { DeadLetterConfig } of [...targets, ...schedules]) expect(DeadLetterConfig).toBeDefined();
    for (const [, { Properties }] of [...streams, ...calls]) {
      expect(Properties.DestinationConfig).toMatchObject({ OnFailure: { Destination: expect.anything() } });
    }
  });

  it('lets a schedule call its function, and nothing else', () => {
    const roles = ofType('AWS::IAM::Policy').filter(([id]) => /CatchUpRole|NightlyRole/.test(id));
    const allowed = roles.map(([, { Properties }]) => {
      const { Statement } = Properties.PolicyDocument as { Statement: { Action: string; Resource: object }[] };
      return Statement.map(({ Action, Resource }) => [Action, typeof Resource]);
    });

    expect(allowed).toEqual(
      Array.from({ length: 2 }, () => [
        ['lambda:InvokeFunction', 'object'],
        ['sqs:SendMessage', 'object'],
      ]),
    );
  });

  it('gives every workflow a role of its own with the rights of its steps, a log, traces, and alarms', () => {
    const machines = ofType('AWS::StepFunctions::StateMachine');
    const alarms = ofType('AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties.MetricName);
    const rights = ofType('AWS::IAM::Policy')
      .filter(([id]) => /^(SagaFulfilment|QuotesQuote)Role/.test(id))
      .map(([, { Properties }]) => {
        const { Statement } = Properties.PolicyDocument as { Statement: { Action: unknown; Resource: unknown }[] };
        return Statement.filter(({ Resource }) => Resource !== '*').map(({ Action }) => Action);
      });

    expect(new Set(machines.map(([, { Properties }]) => JSON.stringify(Properties.RoleArn))).size).toBe(2);
    for (const [id, { Properties }] of machines) {
      expect(Properties.LoggingConfiguration, id).toMatchObject({ Level: 'ALL', IncludeExecutionData: true });
      expect(Properties.TracingConfiguration, id).toEqual({ Enabled: true });
    }
    expect(rights.toSorted()).toEqual([['dynamodb:GetItem'], ['lambda:InvokeFunction', 'dynamodb:UpdateItem']]);
    for (const metric of ['ExecutionsFailed', 'ExecutionsTimedOut']) {
      expect(alarms.filter((name) => name === metric)).toHaveLength(2);
    }
  });

  it('tells a topic of each alarm, when it begins and when it ends', () => {
    const [[topic] = []] = ofType('AWS::SNS::Topic');

    for (const [id, { Properties }] of ofType('AWS::CloudWatch::Alarm')) {
      expect([Properties.AlarmActions, Properties.OKActions], id).toEqual([[{ Ref: topic }], [{ Ref: topic }]]);
    }
  });

  it('watches errors, throttles and latency of every function', () => {
    const alarms = ofType('AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties.MetricName);

    for (const metric of ['Errors', 'Throttles', 'Duration']) {
      expect(
        alarms.filter((name) => name === metric),
        metric,
      ).toHaveLength(16);
    }
    expect(ofType('AWS::CloudWatch::Dashboard')).toHaveLength(1);
  });
});
