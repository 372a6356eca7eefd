import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }],
});

describe('AssumeRole', () => {
  const target = useCloud();

  async function makeRole(RoleName: string, settings: { Path?: string; MaxSessionDuration?: number } = {}) {
    const iam = target.client(IAMClient);
    const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust, ...settings }));
    return { RoleArn: Role?.Arn ?? '', RoleId: Role?.RoleId ?? '' };
  }

  it('answers credentials that call as the role session', async () => {
    const { RoleArn, RoleId } = await makeRole('deployer', { Path: '/ci/' });

    const assumed = await target
      .client(STSClient)
      .send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'build-7', DurationSeconds: 900 }));
    const credentials = {
      accessKeyId: assumed.Credentials?.AccessKeyId ?? '',
      secretAccessKey: assumed.Credentials?.SecretAccessKey ?? '',
      sessionToken: assumed.Credentials?.SessionToken ?? '',
    };
    const session = new STSClient({ ...target.cloud.clientConfig(), credentials });
    const identity = await session.send(new GetCallerIdentityCommand({}));

    expect(credentials.accessKeyId).toMatch(/^ASIA[A-Z0-9]{16}$/);
    expect(assumed.AssumedRoleUser).toEqual({
      Arn: 'arn:aws:sts::000000000000:assumed-role/deployer/build-7',
      AssumedRoleId: `${RoleId}:build-7`,
    });
    expect(identity).toMatchObject({
      Account: '000000000000',
      Arn: 'arn:aws:sts::000000000000:assumed-role/deployer/build-7',
      UserId: `${RoleId}:build-7`,
    });
  });

  it('expires after the duration, in whole seconds', async () => {
    const { RoleArn } = await makeRole('deployer');
    const before = target.cloud.clock.now();

    const assumed = await target
      .client(STSClient)
      .send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'build', DurationSeconds: 1000 }));

    const expiresMs = assumed.Credentials?.Expiration?.getTime() ?? 0;
    expect(expiresMs % 1000).toBe(0);
    expect(expiresMs - before).toBeGreaterThan(999_000 - 1);
    expect(expiresMs - before).toBeLessThan(1_060_000);
  });

  it('denies a role that does not exist', async () => {
    const RoleArn = 'arn:aws:iam::000000000000:role/nobody';

    const call = target.client(STSClient).send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'me' }));

    await expect(call).rejects.toMatchObject({
      name: 'AccessDenied',
      message: `User: arn:aws:iam::000000000000:root is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`,
      $metadata: { httpStatusCode: 403 },
    });
  });

  it('denies a role whose path differs', async () => {
    const { RoleArn } = await makeRole('deployer', { Path: '/ci/' });
    const wrong = RoleArn.replace('/ci/', '/');

    const call = target.client(STSClient).send(new AssumeRoleCommand({ RoleArn: wrong, RoleSessionName: 'me' }));

    await expect(call).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  it('refuses a duration beyond what the role allows', async () => {
    const { RoleArn } = await makeRole('deployer', { MaxSessionDuration: 7200 });
    const sts = target.client(STSClient);

    await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'me', DurationSeconds: 7200 }));
    const call = sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'me', DurationSeconds: 7201 }));

    await expect(call).rejects.toMatchObject({
      name: 'ValidationError',
      message: 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    });
  });

  describe('validation', () => {
    it('rejects a session name with a space', async () => {
      const call = target
        .client(STSClient)
        .send(new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::000000000000:role/r', RoleSessionName: 'a b' }));

      await expect(call).rejects.toMatchObject({
        name: 'ValidationError',
        message:
          "1 validation error detected: Value 'a b' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*",
      });
    });

    it('rejects a session policy that is not JSON', async () => {
      const { RoleArn } = await makeRole('deployer');

      const call = target
        .client(STSClient)
        .send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'me', Policy: '{' }));

      await expect(call).rejects.toMatchObject({ name: 'MalformedPolicyDocumentException' });
    });

    it('rejects an ARN that names no role', async () => {
      const RoleArn = 'arn:aws:iam::000000000000:user/somebody';

      const call = target.client(STSClient).send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'me' }));

      await expect(call).rejects.toMatchObject({ name: 'ValidationError', message: `${RoleArn} is invalid` });
    });
  });
});
