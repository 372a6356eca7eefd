import type { GetScheduleGroupOutput, GetScheduleOutput } from '@aws-sdk/client-scheduler';
import type { ResourceReading } from '../../service-kit/contract.ts';
import { allOf, pick, present, ResourceGone } from '../../service-kit/resource-reading.ts';

const token = ['NextToken', 'NextToken'] as const;
const settings = [
  'Arn',
  'Description',
  'FlexibleTimeWindow',
  'GroupName',
  'KmsKeyArn',
  'Name',
  'ScheduleExpression',
  'ScheduleExpressionTimezone',
  'State',
  'Target',
];

interface Listed {
  readonly Name?: string;
  readonly GroupName?: string;
}

/** What a schedule is. Its name alone is its identifier, whatever group it is in. */
export const scheduleReading: ResourceReading = {
  identifiers: ['Name'],
  properties: [...settings.filter((name) => name !== 'Arn'), 'EndDate', 'StartDate'],
  async read({ Name = '' }, calls) {
    const paging = { input: { NamePrefix: Name }, items: 'Schedules', token };
    const all = await allOf<Listed>(calls, 'scheduler', 'ListSchedules', paging);
    const found = all.find((schedule) => schedule.Name === Name);
    if (!found) throw new ResourceGone(`Schedule ${Name} does not exist.`);
    const { GroupName } = found;
    const told = await calls.call<GetScheduleOutput>('scheduler', 'GetSchedule', { Name, GroupName });
    return present({
      ...pick(told, settings),
      EndDate: told.EndDate?.toISOString(),
      StartDate: told.StartDate?.toISOString(),
    });
  },
  async list(calls) {
    const all = await allOf<Listed>(calls, 'scheduler', 'ListSchedules', { items: 'Schedules', token });
    return all.map(({ Name = '' }) => ({ Name }));
  },
};

/** What a group of schedules is. */
export const scheduleGroupReading: ResourceReading = {
  identifiers: ['Name'],
  properties: ['Name', 'Tags'],
  async read({ Name = '' }, calls) {
    const told = await calls.call<GetScheduleGroupOutput>('scheduler', 'GetScheduleGroup', { Name });
    const tagged = { ResourceArn: told.Arn };
    const { Tags } = await calls.call<{ Tags?: object[] }>('scheduler', 'ListTagsForResource', tagged);
    return present({
      Arn: told.Arn,
      CreationDate: told.CreationDate?.toISOString(),
      LastModificationDate: told.LastModificationDate?.toISOString(),
      Name,
      State: told.State,
      Tags,
    });
  },
  async list(calls) {
    const all = await allOf<Listed>(calls, 'scheduler', 'ListScheduleGroups', { items: 'ScheduleGroups', token });
    return all.map(({ Name = '' }) => ({ Name }));
  },
};
