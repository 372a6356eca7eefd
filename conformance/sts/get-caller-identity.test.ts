import {
  AssumeRootCommand,
  GetAccessKeyInfoCommand,
  GetCallerIdentityCommand,
  GetSessionTokenCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import { describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

describe('STS', () => {
  const target = useCloud();

  it('GetCallerIdentity › names the account that the access key names', async () => {
    const sts = new STSClient(target.cloud.clientConfig({ account: '123456789012' }));

    const identity = await sts.send(new GetCallerIdentityCommand({}));

    expect(identity).toMatchObject({
      Account: '123456789012',
      Arn: 'arn:aws:iam::123456789012:root',
      UserId: '123456789012',
    });
  });

  it('GetCallerIdentity › works over a socket', async () => {
    const identity = await target.client(STSClient, 'http').send(new GetCallerIdentityCommand({}));

    expect(identity.Account).toBe('000000000000');
  });

  it('GetSessionToken › answers credentials of the caller itself, which cannot make further ones', async () => {
    const { Credentials } = await target.client(STSClient).send(new GetSessionTokenCommand({}));
    const credentials = {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    };
    const session = new STSClient({ ...target.cloud.clientConfig(), credentials });

    const identity = await session.send(new GetCallerIdentityCommand({}));
    const again = session.send(new GetSessionTokenCommand({}));

    expect(identity.Arn).toBe('arn:aws:iam::000000000000:root');
    await expect(again).rejects.toMatchObject({
      name: 'AccessDenied',
      message: 'Cannot call GetSessionToken with session credentials',
    });
  });

  it('GetAccessKeyInfo › names the account of a key', async () => {
    const info = await target
      .client(STSClient)
      .send(new GetAccessKeyInfoCommand({ AccessKeyId: 'AKIAIOSFODNN7EXAMPLE' }));

    expect(info.Account).toBe('000000000000');
  });

  it('AssumeRoot › is refused by name', async () => {
    const call = target
      .client(STSClient)
      .send(
        new AssumeRootCommand({ TargetPrincipal: '000000000000', TaskPolicyArn: { arn: 'arn:aws:iam::aws:policy/x' } }),
      );

    await expect(call).rejects.toMatchObject({ name: 'NotImplemented', $metadata: { httpStatusCode: 501 } });
  });
});
