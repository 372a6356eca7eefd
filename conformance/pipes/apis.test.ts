import { ApiGatewayV2Client, CreateApiCommand } from '@aws-sdk/client-apigatewayv2';
import { AddPermissionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { PipesClient } from '@aws-sdk/client-pipes';
import { SQSClient } from '@aws-sdk/client-sqs';
import { expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { makeFunction } from '../lambda/make-function.ts';
import { arnOf, bodies, makePipe, makeQueue, send } from './make-pipe.ts';

const target = useCloud({ clock: 'virtual' });

it('an API enriches an event: its path, query and headers are filled from it', async () => {
  const lambda = target.client(LambdaClient);
  await makeFunction(
    lambda,
    `exports.handler = async ({ rawPath, queryStringParameters: query, headers, body }) =>
      ({ rawPath, query, kind: headers['x-kind'], body: JSON.parse(body) });`,
  );
  const api = await target
    .client(ApiGatewayV2Client)
    .send(new CreateApiCommand({ Name: 'a', ProtocolType: 'HTTP', Target: arnOf('lambda', 'function:f') }));
  await lambda.send(
    new AddPermissionCommand({
      FunctionName: 'f',
      StatementId: 's',
      Action: 'lambda:InvokeFunction',
      Principal: 'apigateway.amazonaws.com',
    }),
  );
  const sqs = target.client(SQSClient);
  const sourceUrl = await makeQueue(sqs, 'source');
  const targetUrl = await makeQueue(sqs, 'target');
  await makePipe(target.client(PipesClient), {
    SourceParameters: { SqsQueueParameters: { BatchSize: 1 } },
    Enrichment: arnOf('execute-api', `${api.ApiId}/$default/POST/orders/*`),
    EnrichmentParameters: {
      InputTemplate: '{"id": <$.body.id>}',
      HttpParameters: {
        PathParameterValues: ['$.body.id'],
        QueryStringParameters: { q: '$.body.kind' },
        HeaderParameters: { 'x-kind': 'fixed' },
      },
    },
  });
  await send(sqs, sourceUrl, { id: 'one', kind: 'k' });
  await target.cloud.clock.advance('2s');

  const [body = ''] = await bodies(sqs, targetUrl);
  expect(JSON.parse(body)).toEqual({ rawPath: '/orders/one', query: { q: 'k' }, kind: 'fixed', body: { id: 'one' } });
});
