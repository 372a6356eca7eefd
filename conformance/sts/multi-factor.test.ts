import * as Iam from '@aws-sdk/client-iam';
import * as Sts from '@aws-sdk/client-sts';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { timeBasedCode } from '../iam/time-based-codes.ts';

const target = useCloud({ clock: 'virtual' });
const SerialNumber = 'arn:aws:iam::000000000000:mfa/phone';
const stepMs = 30_000;
const denied = (message: string) => ({ name: 'AccessDenied', message, $metadata: { httpStatusCode: 403 } });
const wrongCode = denied('MultiFactorAuthentication failed with invalid MFA one time pass code.');
const wrongDevice = denied(
  'MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.',
);

describe('multi-factor authentication', () => {
  let seed: Uint8Array | undefined;
  let ann: Sts.STSClient;
  const code = (steps = 0) => timeBasedCode(seed, target.cloud.clock.now(), steps);
  const clientOf = (accessKeyId = '', secretAccessKey = '') =>
    new Sts.STSClient({ ...target.cloud.clientConfig(), credentials: { accessKeyId, secretAccessKey } });
  const getToken = (input: Sts.GetSessionTokenCommandInput) => ann.send(new Sts.GetSessionTokenCommand(input));

  beforeEach(async () => {
    const iam = target.client(Iam.IAMClient);
    await iam.send(new Iam.CreateUserCommand({ UserName: 'ann' }));
    const { AccessKey } = await iam.send(new Iam.CreateAccessKeyCommand({ UserName: 'ann' }));
    ann = clientOf(AccessKey?.AccessKeyId, AccessKey?.SecretAccessKey);
    const made = await iam.send(new Iam.CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: 'phone' }));
    seed = made.VirtualMFADevice?.Base32StringSeed;
    const codes = { AuthenticationCode1: code(-1), AuthenticationCode2: code() };
    await iam.send(new Iam.EnableMFADeviceCommand({ UserName: 'ann', SerialNumber, ...codes }));
    await target.cloud.clock.advance(stepMs);
  });

  it('GetSessionToken › takes the code of the caller’s device, once', async () => {
    const { Credentials } = await getToken({ SerialNumber, TokenCode: code() });

    expect(Credentials?.AccessKeyId).toMatch(/^ASIA/);
    await expect(getToken({ SerialNumber, TokenCode: code() })).rejects.toMatchObject(wrongCode);
    await target.cloud.clock.advance(stepMs);
    await getToken({ SerialNumber, TokenCode: code() });
  });

  it('GetSessionToken › refuses a wrong or an old code, half of both, and a device that is not the caller’s', async () => {
    const wrong = String((Number(code()) + 1) % 1_000_000).padStart(6, '0');
    const old = code();
    await target.cloud.clock.advance(4 * stepMs);

    await expect(getToken({ SerialNumber, TokenCode: wrong })).rejects.toMatchObject(wrongCode);
    await expect(getToken({ SerialNumber, TokenCode: old })).rejects.toMatchObject(wrongCode);
    await expect(getToken({ SerialNumber })).rejects.toMatchObject(
      denied('MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.'),
    );
    const other = { SerialNumber: `${SerialNumber}s`, TokenCode: code() };
    await expect(getToken(other)).rejects.toMatchObject(wrongDevice);
    const root = target.client(Sts.STSClient);
    await expect(root.send(new Sts.GetSessionTokenCommand({ SerialNumber, TokenCode: code() }))).rejects.toMatchObject(
      wrongDevice,
    );
    await expect(getToken({ SerialNumber, TokenCode: '12345' })).rejects.toMatchObject({ name: 'ValidationError' });
  });

  it('AssumeRole › takes the code as well', async () => {
    const AssumeRolePolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }],
    });
    const { Role } = await target
      .client(Iam.IAMClient)
      .send(new Iam.CreateRoleCommand({ RoleName: 'admin', AssumeRolePolicyDocument }));
    const assume = (TokenCode: string) =>
      ann.send(new Sts.AssumeRoleCommand({ RoleArn: Role?.Arn, RoleSessionName: 'ann', SerialNumber, TokenCode }));

    await assume(code());

    await expect(assume(code())).rejects.toMatchObject(wrongCode);
  });
});
