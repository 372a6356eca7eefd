import * as As from '@aws-sdk/client-application-auto-scaling';
import * as Cf from '@aws-sdk/client-cloudformation';
import { expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { stackOutputs } from '../stack-outputs.ts';

const target = useCloud();
const client = () => target.client(As.ApplicationAutoScalingClient);
const formation = () => target.client(Cf.CloudFormationClient);

/** As the CDK writes `table.autoScaleReadCapacity(…).scaleOnUtilization(…)` and `scaleOnSchedule`. */
const template = (MaxCapacity: number, hasSchedule: boolean) =>
  JSON.stringify({
    Resources: {
      Target: {
        Type: 'AWS::ApplicationAutoScaling::ScalableTarget',
        Properties: {
          MaxCapacity,
          MinCapacity: '1',
          ResourceId: 'table/orders',
          RoleARN: 'arn:aws:iam::000000000000:role/scaling',
          ScalableDimension: 'dynamodb:table:ReadCapacityUnits',
          ServiceNamespace: 'dynamodb',
          ...(hasSchedule && {
            ScheduledActions: [
              {
                ScheduledActionName: 'night',
                Schedule: 'cron(0 1 * * ? *)',
                ScalableTargetAction: { MaxCapacity: '3' },
                StartTime: '2030-01-01T00:00:00Z',
              },
            ],
          }),
        },
      },
      Policy: {
        Type: 'AWS::ApplicationAutoScaling::ScalingPolicy',
        Properties: {
          PolicyName: 'tracking',
          PolicyType: 'TargetTrackingScaling',
          ScalingTargetId: { Ref: 'Target' },
          TargetTrackingScalingPolicyConfiguration: {
            PredefinedMetricSpecification: { PredefinedMetricType: 'DynamoDBReadCapacityUtilization' },
            TargetValue: '70',
          },
        },
      },
    },
    Outputs: {
      Target: { Value: { Ref: 'Target' } },
      Policy: { Value: { Ref: 'Policy' } },
      Arn: { Value: { 'Fn::GetAtt': ['Policy', 'Arn'] } },
    },
  });

const StackName = 'scaling';
const targets = async () =>
  (await client().send(new As.DescribeScalableTargetsCommand({ ServiceNamespace: 'dynamodb' }))).ScalableTargets;
const actions = async () =>
  (await client().send(new As.DescribeScheduledActionsCommand({ ServiceNamespace: 'dynamodb' }))).ScheduledActions;

test('makes, changes and deletes a target with its policy and schedule', async () => {
  await formation().send(new Cf.CreateStackCommand({ StackName, TemplateBody: template(9, true) }));
  const outputs = await stackOutputs(formation(), StackName);
  const policies = await client().send(new As.DescribeScalingPoliciesCommand({ ServiceNamespace: 'dynamodb' }));
  const scheduled = await actions();
  await formation().send(new Cf.UpdateStackCommand({ StackName, TemplateBody: template(20, false) }));

  expect(outputs.Target).toBe('table/orders|dynamodb:table:ReadCapacityUnits|dynamodb');
  expect(outputs.Policy).toBe(outputs.Arn);
  expect(policies.ScalingPolicies).toMatchObject([
    { PolicyARN: outputs.Arn, TargetTrackingScalingPolicyConfiguration: { TargetValue: 70 } },
  ]);
  expect(scheduled).toMatchObject([
    { StartTime: new Date('2030-01-01T00:00:00Z'), ScalableTargetAction: { MaxCapacity: 3 } },
  ]);
  expect(await targets()).toMatchObject([{ MinCapacity: 1, MaxCapacity: 20 }]);
  expect(await actions()).toEqual([]);

  await formation().send(new Cf.DeleteStackCommand({ StackName }));
  expect(await targets()).toEqual([]);
});
