import { constants, createPublicKey, publicEncrypt, randomBytes } from 'node:crypto';
import * as Kms from '@aws-sdk/client-kms';
import { describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import * as keys from './keys.ts';

const target = useCloud({ clock: 'virtual' });
const client = () => target.client(Kms.KMSClient);
const clientIn = (region: string) => new Kms.KMSClient({ ...target.cloud.clientConfig(), region });
const plaintext = Buffer.from('attack at dawn');
const encrypt = async (KeyId: string) =>
  (await client().send(new Kms.EncryptCommand({ KeyId, Plaintext: plaintext }))).CiphertextBlob;

describe('RotateKeyOnDemand', () => {
  test('makes new material, under which and the old one everything opens', async () => {
    const { KeyId, CurrentKeyMaterialId: first } = await keys.makeKey(client());
    const before = await encrypt(KeyId);

    const answer = await client().send(new Kms.RotateKeyOnDemandCommand({ KeyId }));
    const second = (await keys.describeKey(client(), KeyId))?.CurrentKeyMaterialId;
    const opened = await client().send(new Kms.DecryptCommand({ CiphertextBlob: before }));
    const { KeyMaterialId } = await client().send(new Kms.DecryptCommand({ CiphertextBlob: await encrypt(KeyId) }));

    expect(answer.KeyId).toBe(KeyId);
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(second).not.toBe(first);
    expect(opened).toMatchObject({ KeyMaterialId: first });
    expect(KeyMaterialId).toBe(second);
  });

  test('is listed by ListKeyRotations', async () => {
    const { KeyId, Arn, CurrentKeyMaterialId: first } = await keys.makeKey(client());
    await client().send(new Kms.RotateKeyOnDemandCommand({ KeyId }));

    const { Rotations } = await client().send(new Kms.ListKeyRotationsCommand({ KeyId }));
    const all = await client().send(new Kms.ListKeyRotationsCommand({ KeyId, IncludeKeyMaterial: 'ALL_KEY_MATERIAL' }));

    expect(Rotations).toMatchObject([{ KeyId: Arn, RotationType: 'ON_DEMAND', KeyMaterialState: 'CURRENT' }]);
    expect(Rotations?.[0]?.RotationDate).toBeInstanceOf(Date);
    expect(all.Rotations?.[0]).toMatchObject({ KeyMaterialId: first, KeyMaterialState: 'NON_CURRENT' });
  });

  test('is refused for disabled and asymmetric keys', async () => {
    const { KeyId, Arn } = await keys.makeKey(client());
    await client().send(new Kms.DisableKeyCommand({ KeyId }));
    const ec = await keys.makeKey(client(), { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' });
    const rotate = (id: string) => client().send(new Kms.RotateKeyOnDemandCommand({ KeyId: id }));

    await expect(rotate(KeyId)).rejects.toMatchObject({ name: 'DisabledException', message: `${Arn} is disabled.` });
    await expect(rotate(ec.KeyId)).rejects.toMatchObject({ name: 'UnsupportedOperationException' });
  });
});

describe('imported material', () => {
  const parameters = (KeyId: string) =>
    client().send(
      new Kms.GetParametersForImportCommand({
        KeyId,
        WrappingAlgorithm: 'RSAES_OAEP_SHA_256',
        WrappingKeySpec: 'RSA_2048',
      }),
    );
  const bring = async (KeyId: string, material: Uint8Array, more: Partial<Kms.ImportKeyMaterialCommandInput> = {}) => {
    const { ImportToken, PublicKey = new Uint8Array() } = await parameters(KeyId);
    const key = createPublicKey({ key: Buffer.from(PublicKey), format: 'der', type: 'spki' });
    const padding = constants.RSA_PKCS1_OAEP_PADDING;
    const EncryptedKeyMaterial = publicEncrypt({ key, padding, oaepHash: 'sha256' }, material);
    const ExpirationModel = 'KEY_MATERIAL_DOES_NOT_EXPIRE' as const;
    const input = { KeyId, ImportToken, EncryptedKeyMaterial, ExpirationModel, ...more };
    return client().send(new Kms.ImportKeyMaterialCommand(input));
  };

  test('a key of origin EXTERNAL waits for its material, and works from then on', async () => {
    const made = await keys.makeKey(client(), { Origin: 'EXTERNAL' });
    const { KeyId, Arn } = made;
    await expect(encrypt(KeyId)).rejects.toMatchObject({
      name: 'KMSInvalidStateException',
      message: `${Arn} is pending import.`,
    });

    const imported = await bring(KeyId, randomBytes(32));

    expect(made).toMatchObject({ KeyState: 'PendingImport', Enabled: false, Origin: 'EXTERNAL' });
    expect(await keys.describeKey(client(), KeyId)).toMatchObject({
      KeyState: 'Enabled',
      ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE',
      CurrentKeyMaterialId: imported.KeyMaterialId,
    });
    const opened = await client().send(new Kms.DecryptCommand({ CiphertextBlob: await encrypt(KeyId) }));
    expect(Buffer.from(opened.Plaintext ?? [])).toEqual(plaintext);
  });

  test('can be deleted and brought again, and no other may take its place', async () => {
    const { KeyId } = await keys.makeKey(client(), { Origin: 'EXTERNAL' });
    const material = randomBytes(32);
    await bring(KeyId, material);
    const sealed = await encrypt(KeyId);

    await client().send(new Kms.DeleteImportedKeyMaterialCommand({ KeyId }));
    const gone = (await keys.describeKey(client(), KeyId))?.KeyState;
    await expect(bring(KeyId, randomBytes(32))).rejects.toMatchObject({ name: 'IncorrectKeyMaterialException' });
    await bring(KeyId, material);

    expect(gone).toBe('PendingImport');
    await expect(client().send(new Kms.DecryptCommand({ CiphertextBlob: sealed }))).resolves.toMatchObject({});
  });

  test('expires', async () => {
    const { KeyId } = await keys.makeKey(client(), { Origin: 'EXTERNAL' });
    const ValidTo = new Date(target.cloud.clock.now() + 3_600_000);
    await bring(KeyId, randomBytes(32), { ExpirationModel: 'KEY_MATERIAL_EXPIRES', ValidTo });
    const before = await keys.describeKey(client(), KeyId);

    await target.cloud.clock.advance('2h');

    expect(before).toMatchObject({ KeyState: 'Enabled', ExpirationModel: 'KEY_MATERIAL_EXPIRES' });
    expect((await keys.describeKey(client(), KeyId))?.KeyState).toBe('PendingImport');
  });

  test('is refused for keys that KMS makes, and by a foreign token', async () => {
    const { KeyId, Arn } = await keys.makeKey(client());
    const external = await keys.makeKey(client(), { Origin: 'EXTERNAL' });

    await expect(parameters(KeyId)).rejects.toMatchObject({
      name: 'UnsupportedOperationException',
      message: `${Arn} origin is AWS_KMS which is not valid for this operation.`,
    });
    await expect(bring(external.KeyId, randomBytes(32), { ImportToken: Buffer.from('x') })).rejects.toMatchObject({
      name: 'InvalidImportTokenException',
    });
  });
});

describe('multi-Region keys', () => {
  test('ReplicateKey › opens in another region what was encrypted in the first', async () => {
    const { KeyId, Arn = '' } = await keys.makeKey(client(), { MultiRegion: true });

    const { ReplicaKeyMetadata } = await client().send(
      new Kms.ReplicateKeyCommand({ KeyId, ReplicaRegion: 'eu-west-1', Description: 'copy' }),
    );
    const there = clientIn('eu-west-1');
    const opened = await there.send(new Kms.DecryptCommand({ CiphertextBlob: await encrypt(KeyId) }));

    expect(ReplicaKeyMetadata).toMatchObject({ KeyId, KeyState: 'Creating', Description: 'copy' });
    expect(Buffer.from(opened.Plaintext ?? [])).toEqual(plaintext);
    const regions = {
      PrimaryKey: { Arn, Region: 'us-east-1' },
      ReplicaKeys: [{ Arn: Arn.replace('us-east-1', 'eu-west-1'), Region: 'eu-west-1' }],
    };
    expect((await keys.describeKey(client(), KeyId))?.MultiRegionConfiguration).toEqual({
      MultiRegionKeyType: 'PRIMARY',
      ...regions,
    });
    expect((await keys.describeKey(there, KeyId))?.MultiRegionConfiguration).toEqual({
      MultiRegionKeyType: 'REPLICA',
      ...regions,
    });
  });

  test('UpdatePrimaryRegion › makes the replica the primary', async () => {
    const { KeyId } = await keys.makeKey(client(), { MultiRegion: true });
    await client().send(new Kms.ReplicateKeyCommand({ KeyId, ReplicaRegion: 'eu-west-1' }));

    await client().send(new Kms.UpdatePrimaryRegionCommand({ KeyId, PrimaryRegion: 'eu-west-1' }));

    const there = await keys.describeKey(clientIn('eu-west-1'), KeyId);
    expect(there?.MultiRegionConfiguration?.MultiRegionKeyType).toBe('PRIMARY');
    const here = await keys.describeKey(client(), KeyId);
    expect(here?.MultiRegionConfiguration?.MultiRegionKeyType).toBe('REPLICA');
  });

  test('ScheduleKeyDeletion › of a primary begins when its last replica has gone', async () => {
    const { KeyId, Arn } = await keys.makeKey(client(), { MultiRegion: true });
    await client().send(new Kms.ReplicateKeyCommand({ KeyId, ReplicaRegion: 'eu-west-1' }));
    const schedule = (where: Kms.KMSClient) =>
      where.send(new Kms.ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
    const described = () => keys.describeKey(client(), KeyId);

    const { DeletionDate, ...answer } = await schedule(client());
    const waiting = await described();
    await schedule(clientIn('eu-west-1'));
    await target.cloud.clock.advance('7d');
    const counting = await described();

    expect(DeletionDate).toBeUndefined();
    expect(answer).toMatchObject({ KeyId: Arn, KeyState: 'PendingReplicaDeletion', PendingWindowInDays: 7 });
    expect(waiting).toMatchObject({ KeyState: 'PendingReplicaDeletion', PendingDeletionWindowInDays: 7 });
    expect(waiting?.DeletionDate).toBeUndefined();
    expect(counting).toMatchObject({
      KeyState: 'PendingDeletion',
      DeletionDate: new Date(target.cloud.clock.now() + 7 * 86_400_000),
      MultiRegionConfiguration: { ReplicaKeys: [] },
    });
    expect(counting?.PendingDeletionWindowInDays).toBeUndefined();
    await target.cloud.clock.advance('7d');
    await expect(described()).rejects.toMatchObject({ name: 'NotFoundException' });
  });

  test('ReplicateKey › makes a replica anew where one has gone', async () => {
    const { KeyId } = await keys.makeKey(client(), { MultiRegion: true });
    const replicate = () => client().send(new Kms.ReplicateKeyCommand({ KeyId, ReplicaRegion: 'eu-west-1' }));
    await replicate();
    await expect(replicate()).rejects.toMatchObject({ name: 'AlreadyExistsException' });
    await clientIn('eu-west-1').send(new Kms.ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
    await target.cloud.clock.advance('7d');

    await replicate();

    const primary = await keys.describeKey(client(), KeyId);
    expect(primary?.MultiRegionConfiguration?.ReplicaKeys).toHaveLength(1);
  });

  test('CancelKeyDeletion › takes back the deletion of a primary that waits for its replicas', async () => {
    const { KeyId } = await keys.makeKey(client(), { MultiRegion: true });
    await client().send(new Kms.ReplicateKeyCommand({ KeyId, ReplicaRegion: 'eu-west-1' }));
    await client().send(new Kms.ScheduleKeyDeletionCommand({ KeyId }));

    await client().send(new Kms.CancelKeyDeletionCommand({ KeyId }));

    expect(await keys.describeKey(client(), KeyId)).toMatchObject({ KeyState: 'Disabled' });
  });

  test('ReplicateKey › is refused for keys of one region', async () => {
    const { KeyId } = await keys.makeKey(client());

    await expect(
      client().send(new Kms.ReplicateKeyCommand({ KeyId, ReplicaRegion: 'eu-west-1' })),
    ).rejects.toMatchObject({ name: 'UnsupportedOperationException' });
  });
});
