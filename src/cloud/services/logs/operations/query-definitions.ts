import type * as Logs from '@aws-sdk/client-cloudwatch-logs';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { queryDefinitionNotFound } from '../errors.ts';
import { paginate } from '../paging.ts';
import type { LogsState } from '../state.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutQueryDefinition.html */
export const putQueryDefinition: Operation<
  Given<Logs.PutQueryDefinitionRequest>,
  Logs.PutQueryDefinitionResponse,
  LogsState
> = (state, input, { clock, random }) => {
  const { queryDefinitionId } = input;
  if (queryDefinitionId !== undefined && !state.queryDefinitions.has(queryDefinitionId))
    throw queryDefinitionNotFound();
  const id = queryDefinitionId ?? random.uuid();
  state.queryDefinitions.set(id, {
    id,
    name: input.name,
    queryString: input.queryString,
    groupNames: input.logGroupNames ?? [],
    modifiedMs: clock.now(),
  });
  return { queryDefinitionId: id };
};

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeQueryDefinitions.html */
export const describeQueryDefinitions: Operation<
  Given<Logs.DescribeQueryDefinitionsRequest>,
  Logs.DescribeQueryDefinitionsResponse,
  LogsState
> = (state, { queryDefinitionNamePrefix = '', maxResults, nextToken }) => {
  const found = [...state.queryDefinitions.values()].filter(({ name }) => name.startsWith(queryDefinitionNamePrefix));
  const { items, next } = paginate(found, { limit: maxResults, nextToken }, ({ id }) => id);
  const queryDefinitions = items.map((definition) => ({
    queryLanguage: 'CWLI' as const,
    queryDefinitionId: definition.id,
    name: definition.name,
    queryString: definition.queryString,
    lastModified: definition.modifiedMs,
    logGroupNames: [...definition.groupNames],
  }));
  return { queryDefinitions, ...next };
};

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteQueryDefinition.html */
export const deleteQueryDefinition: Operation<
  Given<Logs.DeleteQueryDefinitionRequest>,
  Logs.DeleteQueryDefinitionResponse,
  LogsState
> = (state, { queryDefinitionId }) => {
  if (!state.queryDefinitions.delete(queryDefinitionId)) throw queryDefinitionNotFound();
  return { success: true };
};
