import { createHash, createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { CloudFormationClient, CreateStackCommand, DeleteStackCommand } from '@aws-sdk/client-cloudformation';
import {
  CreateKeyPairCommand,
  DeleteKeyPairCommand,
  DescribeKeyPairsCommand,
  EC2Client,
  ImportKeyPairCommand,
} from '@aws-sdk/client-ec2';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
const KeyName = 'deploy';
let ec2: EC2Client;
beforeEach(() => {
  ec2 = target.client(EC2Client);
});

const list = async (input: ConstructorParameters<typeof DescribeKeyPairsCommand>[0] = {}) =>
  (await ec2.send(new DescribeKeyPairsCommand(input))).KeyPairs;

/** Of RSA, in OpenSSH's form: a name, then exponent and modulus as integers. */
function openSshKey() {
  const { e = '', n = '' } = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'jwk' });
  const part = (bytes: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return Buffer.concat([length, bytes]);
  };
  const modulus = Buffer.concat([Buffer.of(0), Buffer.from(n, 'base64url')]);
  return Buffer.concat([part(Buffer.from('ssh-rsa')), part(Buffer.from(e, 'base64url')), part(modulus)]);
}

describe('key pairs', () => {
  it('CreateKeyPair › tells a private key of RSA once, and its public key to those who ask', async () => {
    const tags = [{ Key: 'team', Value: 'one' }];

    const made = await ec2.send(
      new CreateKeyPairCommand({ KeyName, TagSpecifications: [{ ResourceType: 'key-pair', Tags: tags }] }),
    );

    expect(made).toMatchObject({ KeyName, KeyPairId: expect.stringMatching(/^key-0[0-9a-f]{16}$/), Tags: tags });
    expect(made.KeyMaterial).toMatch(/^-----BEGIN RSA PRIVATE KEY-----\n/);
    const der = createPrivateKey(made.KeyMaterial ?? '').export({ format: 'der', type: 'pkcs8' });
    const digest = createHash('sha1').update(der).digest('hex').match(/../g)?.join(':');
    expect(made.KeyFingerprint).toBe(digest);
    const told = {
      KeyName,
      KeyType: 'rsa',
      KeyPairId: made.KeyPairId,
      KeyFingerprint: digest,
      Tags: tags,
      CreateTime: expect.any(Date),
    };
    expect(await list()).toEqual([told]);
    expect(await list({ KeyNames: [KeyName], IncludePublicKey: true })).toEqual([
      { ...told, PublicKey: expect.stringMatching(/^ssh-rsa AAAA\S+ deploy$/) },
    ]);
  });

  it('CreateKeyPair › makes pairs of Ed25519', async () => {
    const made = await ec2.send(new CreateKeyPairCommand({ KeyName, KeyType: 'ed25519' }));

    const [told] = (await list({ KeyPairIds: [made.KeyPairId ?? ''], IncludePublicKey: true })) ?? [];
    const blob = Buffer.from(told?.PublicKey?.split(' ')[1] ?? '', 'base64');
    const file = Buffer.from(made.KeyMaterial?.replace(/-----.*-----|\n/g, '') ?? '', 'base64');
    expect(made.KeyMaterial).toMatch(/^-----BEGIN OPENSSH PRIVATE KEY-----\n/);
    expect(made.KeyFingerprint).toBe(createHash('sha256').update(blob).digest('base64'));
    expect(file.subarray(0, 15).toString()).toBe('openssh-key-v1\0');
    expect(file.includes(blob)).toBe(true);
  });

  it('ImportKeyPair › takes what OpenSSH writes, and nothing else', async () => {
    const blob = openSshKey();
    const PublicKeyMaterial = Buffer.from(`ssh-rsa ${blob.toString('base64')} me@here\n`);

    const imported = await ec2.send(new ImportKeyPairCommand({ KeyName, PublicKeyMaterial }));

    const digest = createHash('md5').update(blob).digest('hex').match(/../g)?.join(':');
    expect(imported).toMatchObject({ KeyName, KeyFingerprint: digest });
    await expect(
      ec2.send(new ImportKeyPairCommand({ KeyName: 'odd', PublicKeyMaterial: Buffer.from('odd') })),
    ).rejects.toMatchObject({ name: 'InvalidKey.Format' });
    await expect(ec2.send(new CreateKeyPairCommand({ KeyName }))).rejects.toMatchObject({
      name: 'InvalidKeyPair.Duplicate',
    });
  });

  it('DescribeKeyPairs › filters, and knows no pair that is not there', async () => {
    await ec2.send(new CreateKeyPairCommand({ KeyName: 'one', KeyType: 'ed25519' }));
    await ec2.send(new CreateKeyPairCommand({ KeyName: 'two', KeyType: 'ed25519' }));

    const found = await list({ Filters: [{ Name: 'key-name', Values: ['t*'] }] });

    expect(found?.map((pair) => pair.KeyName)).toEqual(['two']);
    await expect(list({ KeyNames: ['none'] })).rejects.toMatchObject({
      name: 'InvalidKeyPair.NotFound',
      message: "The key pair 'none' does not exist",
    });
  });

  it('DeleteKeyPair › deletes by name or id, also what is not there', async () => {
    const { KeyPairId } = await ec2.send(new CreateKeyPairCommand({ KeyName, KeyType: 'ed25519' }));

    const deleted = await ec2.send(new DeleteKeyPairCommand({ KeyName }));
    const again = await ec2.send(new DeleteKeyPairCommand({ KeyPairId }));

    expect(deleted).toMatchObject({ Return: true, KeyPairId });
    expect(again).toMatchObject({ Return: true });
    expect(await list()).toEqual([]);
    await expect(ec2.send(new DeleteKeyPairCommand({}))).rejects.toMatchObject({ name: 'MissingParameter' });
  });

  it('AWS::EC2::KeyPair › keeps the private key in Parameter Store', async () => {
    const cfn = target.client(CloudFormationClient);
    const Properties = { KeyName, KeyType: 'ed25519' };
    const TemplateBody = JSON.stringify({ Resources: { Pair: { Type: 'AWS::EC2::KeyPair', Properties } } });
    await cfn.send(new CreateStackCommand({ StackName: 's', TemplateBody }));
    const [pair] = (await list()) ?? [];
    const ask = () =>
      target
        .client(SSMClient)
        .send(new GetParameterCommand({ Name: `/ec2/keypair/${pair?.KeyPairId}`, WithDecryption: true }));
    const { Parameter } = await ask();

    await cfn.send(new DeleteStackCommand({ StackName: 's' }));

    expect(Parameter).toMatchObject({
      Type: 'SecureString',
      Value: expect.stringContaining('BEGIN OPENSSH PRIVATE KEY'),
    });
    expect(await list()).toEqual([]);
    await expect(ask()).rejects.toMatchObject({ name: 'ParameterNotFound' });
  });
});
