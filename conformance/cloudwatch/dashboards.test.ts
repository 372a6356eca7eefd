import {
  CloudWatchClient,
  DeleteDashboardsCommand,
  DescribeAlarmsCommand,
  DescribeAlarmsForMetricCommand,
  DescribeAnomalyDetectorsCommand,
  DescribeInsightRulesCommand,
  DisableAlarmActionsCommand,
  EnableAlarmActionsCommand,
  GetDashboardCommand,
  ListDashboardsCommand,
  ListMetricStreamsCommand,
  ListTagsForResourceCommand,
  PutCompositeAlarmCommand,
  PutDashboardCommand,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-cloudwatch';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
let client: CloudWatchClient;
beforeEach(() => {
  client = target.client(CloudWatchClient);
});

const metric = { Namespace: 'AWS/Lambda', MetricName: 'Errors' };
const Dimensions = [{ Name: 'FunctionName', Value: 'orders' }];
const putAlarm = (AlarmName: string, more: Partial<PutMetricAlarmCommandInput> = {}) =>
  client.send(
    new PutMetricAlarmCommand({
      AlarmName,
      ...metric,
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanThreshold',
      ...more,
    }),
  );
const names = (alarms: readonly { readonly AlarmName?: string | undefined }[] | undefined) =>
  alarms?.map(({ AlarmName }) => AlarmName);

describe('dashboards', () => {
  const DashboardBody = '{"widgets":[]}';
  const put = (DashboardName: string) => client.send(new PutDashboardCommand({ DashboardName, DashboardBody }));

  it('ListDashboards › tells name, ARN and size of those with the prefix', async () => {
    for (const name of ['orders-api', 'orders-db', 'users']) await put(name);

    const all = await client.send(new ListDashboardsCommand({}));
    const some = await client.send(new ListDashboardsCommand({ DashboardNamePrefix: 'orders-' }));

    expect(all.DashboardEntries?.map(({ DashboardName }) => DashboardName)).toEqual([
      'orders-api',
      'orders-db',
      'users',
    ]);
    expect(some.DashboardEntries).toEqual([
      {
        DashboardName: 'orders-api',
        DashboardArn: 'arn:aws:cloudwatch::000000000000:dashboard/orders-api',
        LastModified: expect.any(Date),
        Size: DashboardBody.length,
      },
      expect.objectContaining({ DashboardName: 'orders-db' }),
    ]);
  });

  it('DeleteDashboards › deletes all that are named or, where one is not there, none', async () => {
    for (const name of ['a', 'b']) await put(name);
    const list = async () => (await client.send(new ListDashboardsCommand({}))).DashboardEntries;

    await expect(client.send(new DeleteDashboardsCommand({ DashboardNames: ['a', 'none'] }))).rejects.toMatchObject({
      name: 'ResourceNotFound',
      message: 'Dashboard none does not exist',
    });
    expect(await list()).toHaveLength(2);
    await client.send(new DeleteDashboardsCommand({ DashboardNames: ['a', 'b'] }));

    expect(await list()).toEqual([]);
    await expect(client.send(new GetDashboardCommand({ DashboardName: 'a' }))).rejects.toMatchObject({
      name: 'ResourceNotFound',
    });
  });
});

describe('alarms', () => {
  it('DescribeAlarmsForMetric › finds those on exactly this metric, statistic and period', async () => {
    await putAlarm('plain');
    await putAlarm('of-orders', { Dimensions });
    await putAlarm('of-orders-slowly', { Dimensions, Period: 300 });
    await putAlarm('of-orders-largest', { Dimensions, Statistic: 'Maximum' });
    const find = async (more: object) =>
      names((await client.send(new DescribeAlarmsForMetricCommand({ ...metric, ...more }))).MetricAlarms)?.sort();

    expect(await find({})).toEqual(['plain']);
    expect(await find({ Dimensions })).toEqual(['of-orders', 'of-orders-largest', 'of-orders-slowly']);
    expect(await find({ Dimensions, Period: 300 })).toEqual(['of-orders-slowly']);
    expect(await find({ Dimensions, Statistic: 'Maximum' })).toEqual(['of-orders-largest']);
    expect(await find({ MetricName: 'Duration' })).toEqual([]);
  });

  it('EnableAlarmActions › switches actions on again, of those that are named', async () => {
    for (const name of ['a', 'b']) await putAlarm(name);
    await client.send(new DisableAlarmActionsCommand({ AlarmNames: ['a', 'b'] }));

    await client.send(new EnableAlarmActionsCommand({ AlarmNames: ['b'] }));

    const { MetricAlarms } = await client.send(new DescribeAlarmsCommand({}));
    expect(MetricAlarms?.map(({ AlarmName, ActionsEnabled }) => [AlarmName, ActionsEnabled])).toEqual([
      ['a', false],
      ['b', true],
    ]);
  });

  it('PutCompositeAlarm › is described beside metric alarms where its type is asked for', async () => {
    await putAlarm('errors');
    const AlarmRule = 'ALARM("errors")';
    await client.send(new PutCompositeAlarmCommand({ AlarmName: 'any', AlarmRule, AlarmDescription: 'all of orders' }));

    const asked = await client.send(new DescribeAlarmsCommand({ AlarmTypes: ['CompositeAlarm'] }));
    const unasked = await client.send(new DescribeAlarmsCommand({}));

    expect(asked.MetricAlarms).toEqual([]);
    expect(asked.CompositeAlarms).toEqual([
      expect.objectContaining({
        AlarmName: 'any',
        AlarmArn: 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:any',
        AlarmRule,
        AlarmDescription: 'all of orders',
        ActionsEnabled: true,
      }),
    ]);
    expect([names(unasked.MetricAlarms), unasked.CompositeAlarms]).toEqual([['errors'], []]);
  });

  it('PutCompositeAlarm › refuses to have no rule', async () => {
    const put = client.send(new PutCompositeAlarmCommand({ AlarmName: 'any', AlarmRule: undefined }));

    await expect(put).rejects.toMatchObject({
      message: expect.stringContaining("Value null at 'alarmRule'"),
    });
  });
});

describe('tags of an alarm', () => {
  const ResourceARN = 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:errors';

  it('TagResource › adds and replaces by key, UntagResource takes away', async () => {
    await putAlarm('errors', { Tags: [{ Key: 'stage', Value: 'beta' }] });
    const tags = async () => (await client.send(new ListTagsForResourceCommand({ ResourceARN }))).Tags;
    const [team, stage] = [
      { Key: 'team', Value: 'orders' },
      { Key: 'stage', Value: 'prod' },
    ];

    await client.send(new TagResourceCommand({ ResourceARN, Tags: [team, stage] }));
    const tagged = await tags();
    await client.send(new UntagResourceCommand({ ResourceARN, TagKeys: ['stage', 'unknown'] }));

    expect(new Set(tagged)).toEqual(new Set([team, stage]));
    expect(await tags()).toEqual([team]);
  });

  it('TagResource and UntagResource › know no alarm that is not there', async () => {
    const missing = { name: expect.stringMatching(/^ResourceNotFound/), $metadata: { httpStatusCode: 404 } };

    await expect(
      client.send(new TagResourceCommand({ ResourceARN, Tags: [{ Key: 'a', Value: 'b' }] })),
    ).rejects.toMatchObject(missing);
    await expect(client.send(new UntagResourceCommand({ ResourceARN, TagKeys: ['a'] }))).rejects.toMatchObject(missing);
  });
});

describe('what cannot be made', () => {
  it('is listed as none', async () => {
    expect((await client.send(new DescribeAnomalyDetectorsCommand({}))).AnomalyDetectors).toEqual([]);
    expect((await client.send(new DescribeInsightRulesCommand({}))).InsightRules).toEqual([]);
    expect((await client.send(new ListMetricStreamsCommand({}))).Entries).toEqual([]);
  });
});
