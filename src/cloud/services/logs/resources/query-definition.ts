import type { PutQueryDefinitionResponse } from '@aws-sdk/client-cloudwatch-logs';
import type { Kinds, Values } from '../../../service-kit/properties.ts';
import { resourceType } from '../../../service-kit/resource-type.ts';

const properties = {
  LogGroupNames: { list: 'text' },
  Name: 'text',
  QueryLanguage: 'text',
  QueryString: 'text',
} as const satisfies Kinds;

const inputOf = (p: Values<typeof properties>) => ({
  name: p.Name,
  queryString: p.QueryString,
  queryLanguage: p.QueryLanguage,
  logGroupNames: p.LogGroupNames,
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-querydefinition.html */
export const queryDefinition = resourceType({
  type: 'AWS::Logs::QueryDefinition',
  service: 'logs',
  properties,
  refused: { Parameters: 'parameters of queries are not emulated' },
  create: {
    operation: 'PutQueryDefinition',
    input: inputOf,
    physicalId: ({ queryDefinitionId }: PutQueryDefinitionResponse) => queryDefinitionId,
  },
  attributes: { QueryDefinitionId: ({ queryDefinitionId }) => queryDefinitionId },
  update: { operation: 'PutQueryDefinition', input: (p, { id }) => ({ ...inputOf(p), queryDefinitionId: id }) },
  delete: {
    operation: 'DeleteQueryDefinition',
    input: (_, { id }) => ({ queryDefinitionId: id }),
    gone: ['ResourceNotFoundException'],
  },
});
