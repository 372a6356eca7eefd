import * as Cf from '@aws-sdk/client-cloudformation';
import * as Iam from '@aws-sdk/client-iam';
import { describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { timeBasedCode } from './time-based-codes.ts';

const target = useCloud({ clock: 'virtual' });
const client = () => target.client(Iam.IAMClient);
const UserName = 'ann';
const createUser = () => client().send(new Iam.CreateUserCommand({ UserName }));

describe('multi-factor devices', () => {
  const SerialNumber = 'arn:aws:iam::000000000000:mfa/phone';
  const create = async () =>
    (await client().send(new Iam.CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: 'phone' }))).VirtualMFADevice;
  const list = async () => (await client().send(new Iam.ListMFADevicesCommand({ UserName }))).MFADevices;
  const listVirtual = async (AssignmentStatus?: Iam.AssignmentStatusType) =>
    (await client().send(new Iam.ListVirtualMFADevicesCommand({ AssignmentStatus }))).VirtualMFADevices;

  /** What the device shows now and next. */
  const codesOf = (seed: Uint8Array | undefined) => ({
    AuthenticationCode1: timeBasedCode(seed, target.cloud.clock.now()),
    AuthenticationCode2: timeBasedCode(seed, target.cloud.clock.now(), 1),
  });

  it('CreateVirtualMFADevice › tells the secret once, and takes a name once', async () => {
    const device = await create();

    expect(device).toMatchObject({ SerialNumber, QRCodePNG: expect.any(Uint8Array) });
    expect(Buffer.from(device?.Base32StringSeed ?? []).toString()).toMatch(/^[A-Z2-7]{64}$/);
    expect(await listVirtual()).toEqual([{ SerialNumber }]);
    await expect(create()).rejects.toMatchObject({
      name: 'EntityAlreadyExistsException',
      message: 'MFADevice entity at the same path and name already exists.',
      $metadata: { httpStatusCode: 409 },
    });
  });

  it('EnableMFADevice › wants two codes in a row, and holds the user', async () => {
    await createUser();
    const device = await create();
    const codes = codesOf(device?.Base32StringSeed);
    const enable = (given: typeof codes) =>
      client().send(new Iam.EnableMFADeviceCommand({ UserName, SerialNumber, ...given }));

    await expect(
      enable({ AuthenticationCode1: codes.AuthenticationCode2, AuthenticationCode2: codes.AuthenticationCode1 }),
    ).rejects.toMatchObject({ name: 'InvalidAuthenticationCodeException' });
    await enable(codes);

    expect(await list()).toEqual([{ UserName, SerialNumber, EnableDate: expect.any(Date) }]);
    expect(await listVirtual('Assigned')).toMatchObject([{ SerialNumber, User: { UserName } }]);
    expect(await listVirtual('Unassigned')).toEqual([]);
    await client().send(new Iam.ResyncMFADeviceCommand({ UserName, SerialNumber, ...codes }));
    await expect(client().send(new Iam.DeleteUserCommand({ UserName }))).rejects.toMatchObject({
      name: 'DeleteConflictException',
      message: 'Cannot delete entity, must delete MFA device first.',
    });
    const remove = () => client().send(new Iam.DeleteVirtualMFADeviceCommand({ SerialNumber }));
    await expect(remove()).rejects.toMatchObject({ name: 'DeleteConflictException' });
    await client().send(new Iam.DeactivateMFADeviceCommand({ UserName, SerialNumber }));
    await remove();
    expect(await listVirtual()).toEqual([]);
  });

  it('TagMFADevice › tags are listed and taken off', async () => {
    await create();
    await client().send(new Iam.TagMFADeviceCommand({ SerialNumber, Tags: [{ Key: 'a', Value: '1' }] }));
    const { Tags } = await client().send(new Iam.ListMFADeviceTagsCommand({ SerialNumber }));
    await client().send(new Iam.UntagMFADeviceCommand({ SerialNumber, TagKeys: ['a'] }));

    expect(Tags).toEqual([{ Key: 'a', Value: '1' }]);
    expect((await client().send(new Iam.ListMFADeviceTagsCommand({ SerialNumber }))).Tags).toEqual([]);
  });
});

describe('the password policy of the account', () => {
  const get = async () => (await client().send(new Iam.GetAccountPasswordPolicyCommand({}))).PasswordPolicy;
  const none = {
    name: 'NoSuchEntityException',
    message: 'The Password Policy with domain name 000000000000 cannot be found.',
  };

  it('is none until there is one, and goes again', async () => {
    await expect(get()).rejects.toMatchObject(none);
    await client().send(new Iam.UpdateAccountPasswordPolicyCommand({}));
    expect(await get()).toEqual({
      MinimumPasswordLength: 6,
      RequireSymbols: false,
      RequireNumbers: false,
      RequireUppercaseCharacters: false,
      RequireLowercaseCharacters: false,
      AllowUsersToChangePassword: false,
      ExpirePasswords: false,
    });

    await client().send(new Iam.DeleteAccountPasswordPolicyCommand({}));

    await expect(get()).rejects.toMatchObject(none);
  });

  it('is replaced as a whole, and login profiles are held to it', async () => {
    await createUser();
    const update = (input: Iam.UpdateAccountPasswordPolicyCommandInput) =>
      client().send(new Iam.UpdateAccountPasswordPolicyCommand(input));
    await update({ RequireSymbols: true, MaxPasswordAge: 90, PasswordReusePrevention: 3 });
    expect(await get()).toMatchObject({ ExpirePasswords: true, MaxPasswordAge: 90, PasswordReusePrevention: 3 });
    await update({ MinimumPasswordLength: 8, RequireNumbers: true });
    const login = (Password: string) => client().send(new Iam.CreateLoginProfileCommand({ UserName, Password }));

    expect(await get()).toMatchObject({ RequireSymbols: false, RequireNumbers: true, ExpirePasswords: false });
    await expect(login('lettersalone')).rejects.toMatchObject({ name: 'PasswordPolicyViolationException' });
    await login('letters and 1');
    await expect(update({ MinimumPasswordLength: 5 })).rejects.toMatchObject({ name: 'ValidationError' });
  });
});

describe('SAML providers', () => {
  const SAMLProviderArn = 'arn:aws:iam::000000000000:saml-provider/corp';
  const on = { SAMLProviderArn };
  const metadata = (id: string) =>
    `<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${id}">${' '.repeat(1000)}</md:EntityDescriptor>`;
  const create = (SAMLMetadataDocument: string) =>
    client().send(new Iam.CreateSAMLProviderCommand({ Name: 'corp', SAMLMetadataDocument }));
  const get = () => client().send(new Iam.GetSAMLProviderCommand(on));

  it('are made, told, listed, changed and deleted', async () => {
    expect(await create(metadata('a'))).toMatchObject(on);
    expect(await get()).toMatchObject({
      SAMLProviderUUID: expect.stringMatching(/^SAMLSP/),
      SAMLMetadataDocument: metadata('a'),
      AssertionEncryptionMode: 'Allowed',
      Tags: [],
      PrivateKeyList: [],
    });
    const { SAMLProviderList } = await client().send(new Iam.ListSAMLProvidersCommand({}));
    expect(SAMLProviderList).toMatchObject([{ Arn: SAMLProviderArn, ValidUntil: expect.any(Date) }]);
    await client().send(new Iam.UpdateSAMLProviderCommand({ ...on, SAMLMetadataDocument: metadata('b') }));
    expect((await get()).SAMLMetadataDocument).toBe(metadata('b'));

    await client().send(new Iam.DeleteSAMLProviderCommand(on));

    await expect(get()).rejects.toMatchObject({
      name: 'NoSuchEntityException',
      message: `Manifest not found for arn ${SAMLProviderArn}`,
    });
  });

  it('are taken once, and refused without metadata', async () => {
    await create(metadata('a'));

    await expect(create(metadata('a'))).rejects.toMatchObject({
      name: 'EntityAlreadyExistsException',
      message: 'Provider with name corp already exists.',
    });
    await expect(create('x'.repeat(1000))).rejects.toMatchObject({ name: 'InvalidInputException' });
  });

  it('TagSAMLProvider › tags are listed and taken off', async () => {
    await create(metadata('a'));
    await client().send(new Iam.TagSAMLProviderCommand({ ...on, Tags: [{ Key: 'a', Value: '1' }] }));
    const { Tags } = await client().send(new Iam.ListSAMLProviderTagsCommand(on));
    await client().send(new Iam.UntagSAMLProviderCommand({ ...on, TagKeys: ['a'] }));

    expect(Tags).toEqual([{ Key: 'a', Value: '1' }]);
    expect((await get()).Tags).toEqual([]);
  });

  it('AWS::IAM::SAMLProvider › makes, changes and deletes one', async () => {
    const formation = target.client(Cf.CloudFormationClient);
    const StackName = 'logins';
    const template = (id: string) =>
      JSON.stringify({
        Resources: {
          Corp: {
            Type: 'AWS::IAM::SAMLProvider',
            Properties: { Name: 'corp', SamlMetadataDocument: metadata(id), Tags: [{ Key: 'team', Value: id }] },
          },
        },
      });
    await formation.send(new Cf.CreateStackCommand({ StackName, TemplateBody: template('a') }));
    await formation.send(new Cf.UpdateStackCommand({ StackName, TemplateBody: template('b') }));
    expect(await get()).toMatchObject({ SAMLMetadataDocument: metadata('b') });

    await formation.send(new Cf.DeleteStackCommand({ StackName }));

    await expect(get()).rejects.toMatchObject({ name: 'NoSuchEntityException' });
  });
});
