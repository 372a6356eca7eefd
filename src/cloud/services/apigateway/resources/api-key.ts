import type { ApiKey } from '@aws-sdk/client-api-gateway';
import { unlessGone } from '../../../service-kit/properties.ts';
import { codedResourceType } from '../../../service-kit/resource-type.ts';
import { apiKeyReading } from './more-readings.ts';
import { replacements } from './patches.ts';
import { inputOf } from './service-input.ts';
import { applyTags, formatTagArn } from './tag-changes.ts';

const patchable = { CustomerId: '/customerId', Description: '/description', Enabled: '/enabled' };

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-apikey.html */
export const apiKey = codedResourceType({
  type: 'AWS::ApiGateway::ApiKey',
  reading: apiKeyReading,
  properties: {
    CustomerId: 'text',
    Description: 'text',
    Enabled: 'flag',
    GenerateDistinctId: 'flag',
    Name: 'text',
    StageKeys: { list: { members: { RestApiId: 'text', StageName: 'text' } } },
    Tags: 'tags',
    Value: 'text',
  },
  attributes: ['APIKeyId'],
  async create(p, context) {
    const input = { name: context.generateName(128), ...inputOf(p) };
    const { id = '' } = await context.call<ApiKey>('apigateway', 'CreateApiKey', input);
    return { physicalId: id, attributes: { APIKeyId: id } };
  },
  async update(state, p, previous, context) {
    const patchOperations = replacements(patchable, p, previous);
    await context.call('apigateway', 'UpdateApiKey', { apiKey: state.physicalId, patchOperations });
    await applyTags(context, formatTagArn(context.region, `/apikeys/${state.physicalId}`), p, previous);
    return state;
  },
  delete: ({ physicalId }, _, context) =>
    unlessGone(context.call('apigateway', 'DeleteApiKey', { apiKey: physicalId }), 'NotFoundException'),
});
