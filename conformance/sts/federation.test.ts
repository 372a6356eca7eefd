import * as Iam from '@aws-sdk/client-iam';
import * as Sts from '@aws-sdk/client-sts';
import { describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const providerArn = 'arn:aws:iam::000000000000:oidc-provider/id.example.com';

describe('federation', () => {
  const target = useCloud({ clock: 'virtual' });
  const sts = () => target.client(Sts.STSClient);
  const iam = () => target.client(Iam.IAMClient);
  const as = (credentials: Sts.Credentials | undefined) =>
    new Sts.STSClient({
      ...target.cloud.clientConfig(),
      credentials: {
        accessKeyId: credentials?.AccessKeyId ?? '',
        secretAccessKey: credentials?.SecretAccessKey ?? '',
        sessionToken: credentials?.SessionToken ?? '',
      },
    });
  const makeRole = async (Statement: object) => {
    const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [Statement] });
    const { Role } = await iam().send(new Iam.CreateRoleCommand({ RoleName: 'app', AssumeRolePolicyDocument }));
    return Role?.Arn ?? '';
  };
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const tokenFor = (claims: object = {}) => {
    const exp = Math.floor(target.cloud.clock.now() / 1000) + 60;
    const payload = { iss: 'https://id.example.com', sub: 'ada', aud: 'client', exp, ...claims };
    return `${encode({ alg: 'none' })}.${encode(payload)}.x`;
  };

  it('GetFederationToken › answers credentials that call as the federated user', async () => {
    const answer = await sts().send(new Sts.GetFederationTokenCommand({ Name: 'ada', DurationSeconds: 900 }));

    const arn = 'arn:aws:sts::000000000000:federated-user/ada';
    expect(answer.FederatedUser).toEqual({ FederatedUserId: '000000000000:ada', Arn: arn });
    expect(answer).not.toHaveProperty('PackedPolicySize');
    const who = await as(answer.Credentials).send(new Sts.GetCallerIdentityCommand({}));
    expect(who).toMatchObject({ Arn: arn, UserId: '000000000000:ada' });
    await expect(as(answer.Credentials).send(new Sts.GetFederationTokenCommand({ Name: 'bob' }))).rejects.toMatchObject(
      { message: 'Cannot call GetFederationToken with session credentials' },
    );
  });

  describe('AssumeRoleWithWebIdentity', () => {
    const trust = {
      Effect: 'Allow',
      Principal: { Federated: providerArn },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: { StringEquals: { 'id.example.com:sub': 'ada' } },
    };
    const assume = async (WebIdentityToken: string) =>
      sts().send(
        new Sts.AssumeRoleWithWebIdentityCommand({
          RoleArn: 'arn:aws:iam::000000000000:role/app',
          RoleSessionName: 'web',
          WebIdentityToken,
        }),
      );
    const prepare = async () => {
      await iam().send(
        new Iam.CreateOpenIDConnectProviderCommand({ Url: 'https://id.example.com', ClientIDList: ['client'] }),
      );
      await makeRole(trust);
    };

    it('answers credentials for a token that the role trusts', async () => {
      await prepare();

      const answer = await assume(tokenFor());

      expect(answer).toMatchObject({
        SubjectFromWebIdentityToken: 'ada',
        Audience: 'client',
        Provider: providerArn,
        AssumedRoleUser: { Arn: 'arn:aws:sts::000000000000:assumed-role/app/web' },
      });
      const who = await as(answer.Credentials).send(new Sts.GetCallerIdentityCommand({}));
      expect(who.Arn).toBe('arn:aws:sts::000000000000:assumed-role/app/web');
    });

    it('refuses other subjects, audiences, issuers, and tokens that are old or none', async () => {
      await prepare();

      await expect(assume(tokenFor({ sub: 'eve' }))).rejects.toMatchObject({
        name: 'AccessDenied',
        message: 'Not authorized to perform sts:AssumeRoleWithWebIdentity',
      });
      await expect(assume(tokenFor({ aud: 'other' }))).rejects.toMatchObject({ message: 'Incorrect token audience' });
      await expect(assume(tokenFor({ iss: 'https://other.example.com' }))).rejects.toMatchObject({
        message: 'No OpenIDConnect provider found in your account for https://other.example.com',
      });
      await expect(assume(tokenFor({ exp: 1 }))).rejects.toMatchObject({ name: 'ExpiredTokenException' });
      await expect(assume('nothing')).rejects.toMatchObject({ name: 'InvalidIdentityTokenException' });
    });
  });

  it('AssumeRole › hands transitive tags on, which must be among the tags', async () => {
    const RoleArn = await makeRole({ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' });
    const assume = (client: Sts.STSClient, more: Partial<Sts.AssumeRoleCommandInput>) =>
      client.send(new Sts.AssumeRoleCommand({ RoleArn, RoleSessionName: 'run', ...more }));
    const Tags = [{ Key: 'Team', Value: 'a' }];

    await expect(assume(sts(), { TransitiveTagKeys: ['team'] })).rejects.toMatchObject({
      message: 'The specified transitive tag key must be included in the requested tags.',
    });
    await expect(assume(sts(), { Tags: [...Tags, { Key: 'team', Value: 'b' }] })).rejects.toMatchObject({
      message: 'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
    });
    const { Credentials } = await assume(sts(), { Tags, TransitiveTagKeys: ['Team'] });
    await expect(assume(as(Credentials), { Tags })).rejects.toMatchObject({
      message:
        "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
    });
  });

  it('DecodeAuthorizationMessage › refuses what is no message', async () => {
    await expect(sts().send(new Sts.DecodeAuthorizationMessageCommand({ EncodedMessage: 'x' }))).rejects.toMatchObject({
      name: 'InvalidAuthorizationMessageException',
    });
  });
});
