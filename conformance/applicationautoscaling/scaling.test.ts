import * as As from '@aws-sdk/client-application-auto-scaling';
import { describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
const client = () => target.client(As.ApplicationAutoScalingClient);

const table = {
  ServiceNamespace: 'dynamodb',
  ResourceId: 'table/orders',
  ScalableDimension: 'dynamodb:table:ReadCapacityUnits',
} as const;

const register = (more: Partial<As.RegisterScalableTargetCommandInput> = {}) =>
  client().send(new As.RegisterScalableTargetCommand({ ...table, MinCapacity: 1, MaxCapacity: 9, ...more }));

const tracking: As.TargetTrackingScalingPolicyConfiguration = {
  TargetValue: 70,
  PredefinedMetricSpecification: { PredefinedMetricType: 'DynamoDBReadCapacityUtilization' },
};

const putPolicy = (PolicyName: string, more: Partial<As.PutScalingPolicyCommandInput> = {}) =>
  client().send(
    new As.PutScalingPolicyCommand({
      ...table,
      PolicyName,
      PolicyType: 'TargetTrackingScaling',
      TargetTrackingScalingPolicyConfiguration: tracking,
      ...more,
    }),
  );

const describeTargets = (more: Partial<As.DescribeScalableTargetsCommandInput> = {}) =>
  client().send(new As.DescribeScalableTargetsCommand({ ServiceNamespace: 'dynamodb', ...more }));

describe('scalable targets', () => {
  test('are registered with defaults, and told', async () => {
    const { ScalableTargetARN } = await register();
    const { ScalableTargets } = await describeTargets();

    expect(ScalableTargetARN).toMatch(
      /^arn:aws:application-autoscaling:us-east-1:\d{12}:scalable-target\/[0-9a-f]{36}$/,
    );
    expect(ScalableTargets).toEqual([
      {
        ...table,
        MinCapacity: 1,
        MaxCapacity: 9,
        RoleARN: expect.stringMatching(
          /:role\/aws-service-role\/dynamodb\.application-autoscaling\.amazonaws\.com\/AWSServiceRoleForApplicationAutoScaling_DynamoDBTable$/,
        ),
        CreationTime: expect.any(Date),
        SuspendedState: {
          DynamicScalingInSuspended: false,
          DynamicScalingOutSuspended: false,
          ScheduledScalingSuspended: false,
        },
        ScalableTargetARN,
      },
    ]);
  });

  test('change in what is given when they are registered again', async () => {
    const first = await register();
    const again = await register({ MinCapacity: undefined, MaxCapacity: 20 });

    expect(again.ScalableTargetARN).toBe(first.ScalableTargetARN);
    expect((await describeTargets()).ScalableTargets).toMatchObject([{ MinCapacity: 1, MaxCapacity: 20 }]);
  });

  test('are listed by namespace, ids and pages', async () => {
    await register();
    await register({ ResourceId: 'table/items' });
    await register({
      ServiceNamespace: 'lambda',
      ResourceId: 'function:pay:live',
      ScalableDimension: 'lambda:function:ProvisionedConcurrency',
    });

    const one = await describeTargets({ MaxResults: 1 });
    const other = await describeTargets({ MaxResults: 1, NextToken: one.NextToken });
    const named = await describeTargets({ ResourceIds: ['table/items'], ScalableDimension: table.ScalableDimension });

    expect([one, other].map(({ ScalableTargets: [found] = [] }) => found?.ResourceId)).toEqual([
      'table/items',
      'table/orders',
    ]);
    expect(other.NextToken).toBeUndefined();
    expect(named.ScalableTargets).toHaveLength(1);
    await expect(describeTargets({ NextToken: 'x' })).rejects.toMatchObject({ name: 'InvalidNextTokenException' });
  });

  test.each<[string, Partial<As.RegisterScalableTargetCommandInput>, string]>([
    ['a maximum below the minimum', { MaxCapacity: 0 }, 'Maximum capacity cannot be less than minimum capacity'],
    [
      'a dimension of another resource',
      { ResourceId: 'function:a:b' },
      'Unsupported service namespace, resource type or scalable dimension',
    ],
    ['a namespace that is none', { ServiceNamespace: 'nothing' as 'ecs' }, 'Member must satisfy enum value set'],
  ])('refuse %s', async (_, more, message) => {
    await expect(register(more)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining(message),
    });
  });

  test('take their policies and actions with them', async () => {
    await register();
    await putPolicy('p');
    await client().send(new As.DeregisterScalableTargetCommand(table));
    await register();

    const { ScalingPolicies } = await client().send(
      new As.DescribeScalingPoliciesCommand({ ServiceNamespace: 'dynamodb' }),
    );

    expect(ScalingPolicies).toEqual([]);
    await client().send(new As.DeregisterScalableTargetCommand(table));
    await expect(client().send(new As.DeregisterScalableTargetCommand(table))).rejects.toMatchObject({
      name: 'ObjectNotFoundException',
      message:
        'No scalable target found for service namespace: dynamodb, resource ID: table/orders, scalable dimension: dynamodb:table:ReadCapacityUnits',
    });
  });

  test('have tags', async () => {
    const { ScalableTargetARN: ResourceARN } = await register({ Tags: { a: '1' } });
    await client().send(new As.TagResourceCommand({ ResourceARN, Tags: { b: '2' } }));
    await client().send(new As.UntagResourceCommand({ ResourceARN, TagKeys: ['a'] }));

    const { Tags } = await client().send(new As.ListTagsForResourceCommand({ ResourceARN }));

    expect(Tags).toEqual({ b: '2' });
    await expect(register({ Tags: { c: '3' } })).rejects.toMatchObject({
      message:
        'The scalable target that you tried to tag already exists. To update tags on an existing scalable target, use the TagResource API.',
    });
    await expect(
      client().send(new As.ListTagsForResourceCommand({ ResourceARN: `${ResourceARN}x` })),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

describe('scaling policies', () => {
  test('are kept as they are given, under one ARN', async () => {
    await register();
    const { PolicyARN, Alarms } = await putPolicy('p');
    const changed = { ...tracking, TargetValue: 50 };
    const again = await putPolicy('p', { TargetTrackingScalingPolicyConfiguration: changed });

    const { ScalingPolicies } = await client().send(
      new As.DescribeScalingPoliciesCommand({ ServiceNamespace: 'dynamodb', PolicyNames: ['p'] }),
    );

    expect(PolicyARN).toMatch(
      /^arn:aws:autoscaling:us-east-1:\d{12}:scalingPolicy:[0-9a-f-]{36}:resource\/dynamodb\/table\/orders:policyName\/p$/,
    );
    expect(Alarms).toEqual([]);
    expect(again.PolicyARN).toBe(PolicyARN);
    expect(ScalingPolicies).toEqual([
      {
        ...table,
        PolicyARN,
        PolicyName: 'p',
        PolicyType: 'TargetTrackingScaling',
        TargetTrackingScalingPolicyConfiguration: changed,
        Alarms: [],
        CreationTime: expect.any(Date),
      },
    ]);
  });

  test('need their target and a configuration, and are deleted once', async () => {
    await expect(putPolicy('p')).rejects.toMatchObject({
      name: 'ObjectNotFoundException',
      message:
        'No scalable target registered for service namespace: dynamodb, resource ID: table/orders, scalable dimension: dynamodb:table:ReadCapacityUnits',
    });
    await register();
    await expect(putPolicy('p', { PolicyType: 'StepScaling' })).rejects.toMatchObject({ name: 'ValidationException' });
    await putPolicy('p');
    await client().send(new As.DeleteScalingPolicyCommand({ ...table, PolicyName: 'p' }));
    await expect(client().send(new As.DeleteScalingPolicyCommand({ ...table, PolicyName: 'p' }))).rejects.toMatchObject(
      { name: 'ObjectNotFoundException' },
    );
  });

  test('lead to no activities', async () => {
    const query = new As.DescribeScalingActivitiesCommand({ ServiceNamespace: 'dynamodb' });

    expect((await client().send(query)).ScalingActivities).toEqual([]);
  });
});

describe('scheduled actions', () => {
  const ScheduledActionName = 'nightly';
  const put = (more: Partial<As.PutScheduledActionCommandInput> = {}) =>
    client().send(new As.PutScheduledActionCommand({ ...table, ScheduledActionName, ...more }));

  test('are kept, change in what is given, and are deleted once', async () => {
    await register();
    await put({ Schedule: 'cron(0 1 * * ? *)', Timezone: 'Europe/Rome', ScalableTargetAction: { MinCapacity: 2 } });
    await put({ ScalableTargetAction: { MaxCapacity: 5 } });

    const { ScheduledActions } = await client().send(
      new As.DescribeScheduledActionsCommand({ ServiceNamespace: 'dynamodb', ResourceId: table.ResourceId }),
    );

    expect(ScheduledActions).toEqual([
      {
        ...table,
        ScheduledActionName,
        ScheduledActionARN: expect.stringMatching(
          /:scheduledAction:[0-9a-f-]{36}:resource\/dynamodb\/table\/orders:scheduledActionName\/nightly$/,
        ),
        Schedule: 'cron(0 1 * * ? *)',
        Timezone: 'Europe/Rome',
        ScalableTargetAction: { MaxCapacity: 5 },
        CreationTime: expect.any(Date),
      },
    ]);
    const deletion = new As.DeleteScheduledActionCommand({ ...table, ScheduledActionName });
    await client().send(deletion);
    await expect(client().send(deletion)).rejects.toMatchObject({ name: 'ObjectNotFoundException' });
  });

  test('refuse what is no schedule', async () => {
    await register();

    await expect(put({ Schedule: 'daily', ScalableTargetAction: { MinCapacity: 2 } })).rejects.toMatchObject({
      name: 'ValidationException',
    });
    await expect(put({ Schedule: 'rate(1 day)' })).rejects.toMatchObject({ name: 'ValidationException' });
  });
});
