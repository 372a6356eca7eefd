import {
  APIGatewayClient,
  CreateRestApiCommand,
  GetIntegrationCommand,
  GetIntegrationResponseCommand,
  GetMethodCommand,
  GetResourcesCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
  UpdateIntegrationCommand,
  UpdateIntegrationResponseCommand,
} from '@aws-sdk/client-api-gateway';
import { expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();

test.each(['in-process', 'http'] as const)(
  'Templates without text are told as null by every operation: %s',
  async (transport) => {
    const apis = target.client(APIGatewayClient, transport);
    const { id: restApiId = '' } = await apis.send(new CreateRestApiCommand({ name: 'a' }));
    const { items = [] } = await apis.send(new GetResourcesCommand({ restApiId }));
    const place = { restApiId, resourceId: items[0]?.id, httpMethod: 'GET' };
    const reply = { ...place, statusCode: '200' };
    await apis.send(new PutMethodCommand({ ...place, authorizationType: 'NONE' }));
    await apis.send(new PutMethodResponseCommand(reply));
    const templates = { 'application/json': '', 'text/plain': 'x' };
    const told = { 'application/json': null, 'text/plain': 'x' };

    const put = await apis.send(new PutIntegrationCommand({ ...place, type: 'MOCK', requestTemplates: templates }));
    const putReply = await apis.send(new PutIntegrationResponseCommand({ ...reply, responseTemplates: templates }));

    expect(put.requestTemplates).toEqual(told);
    expect(putReply.responseTemplates).toEqual(told);
    const integration = { requestTemplates: told, integrationResponses: { 200: { responseTemplates: told } } };
    expect(await apis.send(new GetIntegrationCommand(place))).toMatchObject(integration);
    expect((await apis.send(new GetIntegrationResponseCommand(reply))).responseTemplates).toEqual(told);
    expect((await apis.send(new GetMethodCommand(place))).methodIntegration).toMatchObject(integration);
    const listed = await apis.send(new GetResourcesCommand({ restApiId, embed: ['methods'] }));
    expect(listed.items?.[0]?.resourceMethods?.GET?.methodIntegration).toMatchObject(integration);

    const patch = { op: 'replace', value: '' } as const;
    const both = { 'application/json': null, 'text/plain': null };
    const updated = await apis.send(
      new UpdateIntegrationCommand({
        ...place,
        patchOperations: [{ ...patch, path: '/requestTemplates/text~1plain' }],
      }),
    );
    const updatedReply = await apis.send(
      new UpdateIntegrationResponseCommand({
        ...reply,
        patchOperations: [{ ...patch, path: '/responseTemplates/text~1plain' }],
      }),
    );
    expect(updated.requestTemplates).toEqual(both);
    expect(updatedReply.responseTemplates).toEqual(both);
  },
);
