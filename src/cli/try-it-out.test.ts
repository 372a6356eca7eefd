import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { startCloud } from '../cloud/cloud.ts';
import { clientOf } from '../harness/cloud-client.ts';
import { tryItOut } from './try-it-out.ts';

async function linesFor(routeKeys: readonly string[]): Promise<{ lines: string[]; url: string }> {
  await using cloud = await startCloud();
  const client = clientOf(cloud);
  const { ApiId, ApiEndpoint } = await client.call<{ ApiId: string; ApiEndpoint: string }>(
    'apigatewayv2',
    'CreateApi',
    {
      Name: 'api',
      ProtocolType: 'HTTP',
    },
  );
  for (const RouteKey of routeKeys) await client.call('apigatewayv2', 'CreateRoute', { ApiId, RouteKey });
  const page = await tryItOut(client, [{ name: 'Stack', outputs: { Url: ApiEndpoint, Table: 't' }, changed: true }]);
  const lines = stripVTControlCharacters(page).split('\n');
  return { lines: lines.map((line) => line.trim()).filter((line) => line.startsWith('curl')), url: ApiEndpoint };
}

describe('what a person may try after a deploy', () => {
  it('tells the orders API’s story when it is there', async () => {
    const { lines, url } = await linesFor(['GET /health', 'POST /orders', 'GET /orders']);

    expect(lines).toHaveLength(3);
    expect(lines[1]).toContain(`curl -s -X POST '${url}/orders' -H 'content-type: application/json'`);
  });

  it('is the first routes of any other API', async () => {
    const { lines, url } = await linesFor(['GET /notes/{id}', 'PUT /notes/{id}', '$default']);

    expect(lines.toSorted()).toEqual(
      [`curl -s '${url}/'`, `curl -s '${url}/notes/{id}'`, `curl -s -X PUT '${url}/notes/{id}'`].toSorted(),
    );
  });

  it('is nothing where there is no API', async () => {
    await using cloud = await startCloud();

    const page = await tryItOut(clientOf(cloud), [
      { name: 'Stack', outputs: { Site: 'https://a.example/' }, changed: true },
    ]);

    expect(page).toContain('Stack.Site');
    expect(page).not.toContain('curl');
  });
});
