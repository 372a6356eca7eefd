import { GetCallerIdentityCommand, GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts';
import { type Cloud, startCloud } from 'squall';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { durationMs } from '../../src/cloud/kernel/clock.ts';
import { rootCaller } from '../../src/cloud/kernel/identity.ts';

let cloud: Cloud;

beforeAll(async () => {
  cloud = await startCloud({ log: 'silent', clock: 'virtual' });
});

afterAll(() => cloud.close());

interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

async function whoIs(credentials: Keys, of: Cloud = cloud): Promise<string | undefined> {
  const client = new STSClient({ ...of.clientConfig(), credentials });
  return (await client.send(new GetCallerIdentityCommand({}))).Account;
}

async function session(): Promise<Keys> {
  const client = new STSClient({ ...cloud.clientConfig() });
  const { Credentials } = await client.send(new GetSessionTokenCommand({}));
  return {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  };
}

/** Time goes by, and so many others are issued that the expired ones are looked for. */
async function forgotten(keys: Keys): Promise<void> {
  await cloud.clock.advance('4d');
  const caller = rootCaller('000000000000', 'test');
  for (let count = 0; count < 600; count += 1) {
    cloud.kernel.identity.issue(caller, cloud.clock.now() + durationMs('1h'));
  }
  expect(cloud.kernel.identity.find(keys.accessKeyId)).toBeUndefined();
}

describe('temporary credentials that were issued here', () => {
  it('stay expired when nobody remembers them any more', async () => {
    const keys = await session();
    await forgotten(keys);

    await expect(whoIs(keys)).rejects.toMatchObject({ name: expect.stringMatching(/^ExpiredToken/) });
  });

  it('are expired to a cloud that was started since', async () => {
    const keys = await session();
    await using later = await startCloud({ log: 'silent' });

    await expect(whoIs(keys, later)).rejects.toMatchObject({ name: expect.stringMatching(/^ExpiredToken/) });
  });
});

describe('credentials of AWS', () => {
  it.each<Keys>([
    { accessKeyId: 'ASIAQ3EGSFODNN7EXAMP', secretAccessKey: 's', sessionToken: `IQoJb3JpZ2luX2VjE${'a'.repeat(300)}` },
    { accessKeyId: 'ASIAQ3EGSFODNN7EXAMP', secretAccessKey: 's', sessionToken: `FwoGZXIvYXdzE${'a'.repeat(300)}` },
    { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 's' },
  ])('work, temporary or not: $accessKeyId', async (keys) => {
    expect(await whoIs(keys)).toBe('000000000000');
  });
});
