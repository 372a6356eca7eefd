import { type Deployment, deployForFile } from 'squall/vitest';
import { type PaymentsProvider, startPaymentsProvider } from '../../integration/payments-provider/provider.ts';

/** The orders API with its payment provider, in a cloud of its own, and the words to tell what happens. */
export interface Stage {
  readonly deployment: Deployment;
  readonly provider: PaymentsProvider;
  /** `POST /orders` with a key; answers the status, the body and how long it took. */
  order(key: string): Promise<{ readonly status: number; readonly body: string; readonly ms: number }>;
  /** What to watch, and the same by hand. */
  tell(text: string): void;
  /** Says whether something is as it should be; the script fails at its end when one was not. */
  expect(what: string, isRight: boolean, seen?: unknown): void;
}

const body = JSON.stringify({
  customerId: 'c-1',
  currency: 'EUR',
  items: [{ sku: 'tea', quantity: 2, unitPrice: 450 }],
});

/** Runs one failure script: `node scripts/failures/provider-down.ts`. Exit code 1 when the API did not hold. */
export async function play(title: string, script: (stage: Stage) => Promise<void>): Promise<void> {
  await using provider = await startPaymentsProvider();
  const deployment = await deployForFile({
    app: 'stack/app.ts',
    parameters: { PaymentsUrl: provider.url },
    cloud: { log: 'error' },
    prepare: async ({ aws, outputs }) => {
      const SecretId = outputs.PaymentsSecretArn;
      await aws.call('secretsmanager', 'PutSecretValue', { SecretId, SecretString: '{"apiKey":"sk_1"}' });
    },
  });
  let failures = 0;
  process.stdout.write(`\n${title}\n\n`);
  try {
    await script({
      deployment,
      provider,
      async order(key) {
        const startMs = performance.now();
        const headers = { 'content-type': 'application/json', 'idempotency-key': key };
        const response = await fetch(`${deployment.url('ApiUrl')}/orders`, { method: 'POST', headers, body });
        return { status: response.status, body: await response.text(), ms: Math.round(performance.now() - startMs) };
      },
      tell: (text) => void process.stdout.write(`  ${text}\n`),
      expect(what, isRight, seen) {
        if (!isRight) failures += 1;
        const told = isRight || seen === undefined ? '' : `   seen: ${JSON.stringify(seen)}`;
        process.stdout.write(`  ${isRight ? '✓' : '✗'} ${what}${told}\n`);
      },
    });
  } finally {
    await deployment.cloud.close();
  }
  process.stdout.write(failures === 0 ? '\nThe API held.\n' : `\n${failures} things were not as they should be.\n`);
  process.exitCode = failures === 0 ? 0 : 1;
}
