import { ApiGatewayV2Client, CreateApiCommand, CreateStageCommand } from '@aws-sdk/client-apigatewayv2';
import { CloudWatchLogsClient, CreateLogGroupCommand, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { expect, test, vi } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();

test('a stage writes a line for every request to its log group', async () => {
  const apis = target.client(ApiGatewayV2Client);
  const logs = target.client(CloudWatchLogsClient);
  await logs.send(new CreateLogGroupCommand({ logGroupName: '/access' }));
  const { ApiId } = await apis.send(new CreateApiCommand({ Name: 'logged', ProtocolType: 'HTTP' }));
  await apis.send(
    new CreateStageCommand({
      ApiId,
      StageName: '$default',
      AutoDeploy: true,
      AccessLogSettings: {
        DestinationArn: 'arn:aws:logs:us-east-1:000000000000:log-group:/access',
        Format:
          '{"id":"$context.requestId","status":$context.status,"path":"$context.path","route":"$context.routeKey"}',
      },
    }),
  );

  const response = await fetch(`${target.cloud.endpoint}/_aws/execute-api/${ApiId}/_/nowhere`);

  const id = response.headers.get('apigw-requestid');
  await vi.waitFor(async () => {
    const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName: '/access' }));
    expect(events.map(({ message = '' }) => JSON.parse(message))).toEqual([
      { id, status: 404, path: '/nowhere', route: '-' },
    ]);
  });
});
