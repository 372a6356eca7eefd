import type {
  DescribeApiDestinationResponse,
  DescribeArchiveResponse,
  DescribeConnectionResponse,
  DescribeEventBusResponse,
  DescribeRuleResponse,
  EventBus,
  Rule,
  Target,
} from '@aws-sdk/client-eventbridge';
import type { ResourceCalls, ResourceReading } from '../../../service-kit/contract.ts';
import { allOf, documentOf, pick, present } from '../../../service-kit/resource-reading.ts';
import { defaultBusName } from '../buses/find-bus.ts';

const token = ['NextToken', 'NextToken'] as const;

const tagsOf = async (calls: ResourceCalls, ResourceARN: string | undefined) =>
  (await calls.call<{ Tags?: object[] }>('events', 'ListTagsForResource', { ResourceARN })).Tags;

/** `arn:…:rule/NAME` and `arn:…:rule/BUS/NAME`. */
function addressOf(arn: string): { readonly Name: string; readonly EventBusName: string } {
  const [first = '', second] = arn.slice(arn.indexOf(':rule/') + ':rule/'.length).split('/');
  return second === undefined ? { Name: first, EventBusName: defaultBusName } : { Name: second, EventBusName: first };
}

/** What a rule is, with its targets. */
export const ruleReading: ResourceReading = {
  identifiers: ['Arn'],
  properties: [
    'Description',
    'EventBusName',
    'EventPattern',
    'Name',
    'RoleArn',
    'ScheduleExpression',
    'State',
    'Tags',
    'Targets',
  ],
  async read({ Arn = '' }, calls) {
    const address = addressOf(Arn);
    const told = await calls.call<DescribeRuleResponse>('events', 'DescribeRule', address);
    const input = { Rule: address.Name, EventBusName: address.EventBusName };
    const Targets = await allOf<Target>(calls, 'events', 'ListTargetsByRule', { input, items: 'Targets', token });
    return present({
      ...pick(told, ['Description', 'EventBusName', 'Name', 'RoleArn', 'ScheduleExpression', 'State']),
      Arn,
      EventPattern: documentOf(told.EventPattern),
      RuleName: told.Name,
      Tags: await tagsOf(calls, Arn),
      Targets,
    });
  },
  async list(calls) {
    const buses = await allOf<EventBus>(calls, 'events', 'ListEventBuses', { items: 'EventBuses', token });
    const found: Rule[] = [];
    for (const { Name: EventBusName } of buses) {
      const paging = { input: { EventBusName }, items: 'Rules', token };
      found.push(...(await allOf<Rule>(calls, 'events', 'ListRules', paging)));
    }
    return found.map(({ Arn = '' }) => ({ Arn }));
  },
  physicalId({ Arn = '' }) {
    const { Name, EventBusName } = addressOf(Arn);
    return EventBusName === defaultBusName ? Name : `${EventBusName}|${Name}`;
  },
};

/** What a bus is. */
export const eventBusReading: ResourceReading = {
  identifiers: ['Name'],
  properties: ['DeadLetterConfig', 'Description', 'KmsKeyIdentifier', 'LogConfig', 'Name', 'Policy', 'Tags'],
  writeOnly: ['EventSourceName'],
  async read({ Name = '' }, calls) {
    const told = await calls.call<DescribeEventBusResponse>('events', 'DescribeEventBus', { Name });
    return present({
      ...pick(told, ['Arn', 'DeadLetterConfig', 'Description', 'KmsKeyIdentifier', 'LogConfig', 'Name']),
      Policy: documentOf(told.Policy),
      Tags: await tagsOf(calls, told.Arn),
    });
  },
  async list(calls) {
    const buses = await allOf<EventBus>(calls, 'events', 'ListEventBuses', { items: 'EventBuses', token });
    return buses.map(({ Name = '' }) => ({ Name }));
  },
};

/** What an archive is. */
export const archiveReading: ResourceReading = {
  identifiers: ['ArchiveName'],
  properties: ['ArchiveName', 'Description', 'EventPattern', 'KmsKeyIdentifier', 'RetentionDays', 'SourceArn'],
  async read({ ArchiveName = '' }, calls) {
    const told = await calls.call<DescribeArchiveResponse>('events', 'DescribeArchive', { ArchiveName });
    return present({
      ...pick(told, ['ArchiveName', 'Description', 'KmsKeyIdentifier', 'RetentionDays']),
      Arn: told.ArchiveArn,
      EventPattern: documentOf(told.EventPattern),
      SourceArn: told.EventSourceArn,
    });
  },
  async list(calls) {
    const all = await allOf<{ ArchiveName?: string }>(calls, 'events', 'ListArchives', { items: 'Archives', token });
    return all.map(({ ArchiveName = '' }) => ({ ArchiveName }));
  },
};

/** As policies name it, whatever id it has. */
const withoutId = (arn: string): string => arn.slice(0, arn.lastIndexOf('/'));

/** What an API destination is. */
export const apiDestinationReading: ResourceReading = {
  identifiers: ['Name'],
  properties: [
    'ConnectionArn',
    'Description',
    'HttpMethod',
    'InvocationEndpoint',
    'InvocationRateLimitPerSecond',
    'Name',
  ],
  async read({ Name = '' }, calls) {
    const told = await calls.call<DescribeApiDestinationResponse>('events', 'DescribeApiDestination', { Name });
    const { ApiDestinationArn = '' } = told;
    return present({
      ...pick(told, apiDestinationReading.properties),
      Arn: ApiDestinationArn,
      ArnForPolicy: withoutId(ApiDestinationArn),
    });
  },
  async list(calls) {
    const paging = { items: 'ApiDestinations', token };
    const all = await allOf<{ Name?: string }>(calls, 'events', 'ListApiDestinations', paging);
    return all.map(({ Name = '' }) => ({ Name }));
  },
};

/** What a connection is but for its secrets, which are in Secrets Manager. */
export const connectionReading: ResourceReading = {
  identifiers: ['Name'],
  properties: ['AuthorizationType', 'Description', 'KmsKeyIdentifier', 'Name'],
  writeOnly: ['AuthParameters', 'InvocationConnectivityParameters'],
  async read({ Name = '' }, calls) {
    const told = await calls.call<DescribeConnectionResponse>('events', 'DescribeConnection', { Name });
    const { ConnectionArn = '' } = told;
    return present({
      ...pick(told, ['AuthorizationType', 'Description', 'KmsKeyIdentifier', 'Name', 'SecretArn']),
      Arn: ConnectionArn,
      ArnForPolicy: withoutId(ConnectionArn),
    });
  },
  async list(calls) {
    const all = await allOf<{ Name?: string }>(calls, 'events', 'ListConnections', { items: 'Connections', token });
    return all.map(({ Name = '' }) => ({ Name }));
  },
};
