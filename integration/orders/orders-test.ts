import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { type Deployment, type StackOptions, stackTest } from 'squall/vitest';
import supertest from 'supertest';
import { afterAll, beforeEach } from 'vitest';
import { startPaymentsProvider } from '../payments-provider/provider.ts';
import { order } from './order.ts';

export { order } from './order.ts';

/** A `test` with the orders stack deployed once for the file, and a provider that is well again before each test. */
export async function ordersTest({ cloud = {}, needs = ['this machine'] }: StackOptions = {}) {
  // Functions in containers come from another network than this machine's own.
  const isEmbedded = (process.env.SQUALL_TARGET || 'embedded') === 'embedded';
  const provider = await startPaymentsProvider({ host: isEmbedded ? '127.0.0.1' : '0.0.0.0' });
  afterAll(() => provider.close());
  // The first hook waits for the deployment: sixteen bundles, on a busy machine.
  beforeEach(() => provider.reset(), 300_000);
  const test = stackTest({
    parameters: async ({ host }) => ({ PaymentsUrl: `http://${host}:${provider.port}` }),
    cloud: { log: 'warn', ...cloud },
    needs,
  });
  return { provider, test };
}

export const apiOf = (deployment: Deployment) => supertest(deployment.url('ApiUrl'));

export const place = (deployment: Deployment, key: string, body: object = order) =>
  apiOf(deployment).post('/orders').set('idempotency-key', key).send(body);

/** All items of a table that an output names. */
export async function itemsOf(
  { clientConfig, outputs }: Deployment,
  output: string,
): Promise<Record<string, unknown>[]> {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(clientConfig()));
  const { Items = [] } = await client.send(new ScanCommand({ TableName: outputs[output] ?? '' }));
  return Items;
}

/** What the provider's operators do: a new key becomes current. */
export async function rotateKey({ clientConfig, outputs }: Deployment, apiKey: string): Promise<void> {
  const client = new SecretsManagerClient(clientConfig());
  await client.send(
    new PutSecretValueCommand({ SecretId: outputs.PaymentsSecretArn ?? '', SecretString: JSON.stringify({ apiKey }) }),
  );
}
