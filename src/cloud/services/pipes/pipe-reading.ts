import type { DescribePipeResponse } from '@aws-sdk/client-pipes';
import type { ResourceReading } from '../../service-kit/contract.ts';
import { allOf, pick, present } from '../../service-kit/resource-reading.ts';

const settings = [
  'Description',
  'DesiredState',
  'Enrichment',
  'EnrichmentParameters',
  'KmsKeyIdentifier',
  'LogConfiguration',
  'Name',
  'RoleArn',
  'Source',
  'SourceParameters',
  'Target',
  'TargetParameters',
];

/** What a pipe is; tags are a map here. */
export const pipeReading: ResourceReading = {
  identifiers: ['Name'],
  properties: [...settings, 'Tags'],
  async read({ Name = '' }, calls) {
    const told = await calls.call<DescribePipeResponse>('pipes', 'DescribePipe', { Name });
    return present({
      ...pick(told, [...settings, 'Arn', 'CurrentState', 'StateReason']),
      CreationTime: told.CreationTime?.toISOString(),
      LastModifiedTime: told.LastModifiedTime?.toISOString(),
      Tags: told.Tags,
    });
  },
  async list(calls) {
    const paging = { items: 'Pipes', token: ['NextToken', 'NextToken'] } as const;
    const all = await allOf<{ Name?: string }>(calls, 'pipes', 'ListPipes', paging);
    return all.map(({ Name = '' }) => ({ Name }));
  },
};
