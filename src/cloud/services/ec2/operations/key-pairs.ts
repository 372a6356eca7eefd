import type {
  CreateKeyPairRequest,
  DeleteKeyPairRequest,
  DeleteKeyPairResult,
  DescribeKeyPairsRequest,
  DescribeKeyPairsResult,
  ImportKeyPairRequest,
  ImportKeyPairResult,
  KeyPair,
} from '@aws-sdk/client-ec2';
import { AwsError, UnsupportedError } from '../../../kernel/errors.ts';
import type { Context } from '../../../service-kit/contract.ts';
import { invalidValueOf, missingParameter } from '../errors.ts';
import { newKeyPair } from '../keys/new-key-pair.ts';
import { colonHex, publicLine, readPublicKey, sha256Of } from '../keys/open-ssh.ts';
import { describe } from '../lookup/describe.ts';
import { newId } from '../lookup/kinds.ts';
import { addTags, specifiedTags, tagsIfAny, tagsOf } from '../lookup/tags.ts';
import { ec2Operation } from '../operation.ts';
import type { Ec2State, Records } from '../state.ts';

type Pair = Records['keyPairs'];

/** The private key is told now and never again. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateKeyPair.html */
export const createKeyPair = ec2Operation(
  'CreateKeyPair',
  ['KeyName'],
  (state, input: CreateKeyPairRequest, context): KeyPair => {
    const { KeyName = '', KeyType = 'rsa', KeyFormat = 'pem' } = input;
    if (KeyType !== 'rsa' && KeyType !== 'ed25519') throw invalidValueOf(KeyType, 'KeyType');
    if (KeyFormat === 'ppk') throw new UnsupportedError('key pairs in the format ppk');
    if (KeyFormat !== 'pem') throw invalidValueOf(KeyFormat, 'KeyFormat');
    assertFree(state, KeyName);
    const { blob, fingerprint, material } = newKeyPair(KeyType, context.random);
    const PublicKey = publicLine(blob, KeyType);
    const pair = keep(state, input, { KeyName, KeyType, KeyFingerprint: fingerprint, PublicKey }, context);
    const { KeyPairId, KeyFingerprint } = pair;
    return { KeyName, KeyPairId, KeyFingerprint, KeyMaterial: material, ...tagsIfAny(state, KeyPairId) };
  },
);

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ImportKeyPair.html */
export const importKeyPair = ec2Operation(
  'ImportKeyPair',
  ['KeyName', 'PublicKeyMaterial'],
  (state, input: ImportKeyPairRequest, context): ImportKeyPairResult => {
    const { KeyName = '', PublicKeyMaterial = new Uint8Array() } = input;
    assertFree(state, KeyName);
    const read = readPublicKey(Buffer.from(PublicKeyMaterial).toString());
    if (!read) throw new AwsError('InvalidKey.Format', 'Key is not in valid OpenSSH public key format');
    const { type: KeyType, blob } = read;
    const KeyFingerprint = KeyType === 'rsa' ? colonHex('md5', blob) : sha256Of(blob);
    const PublicKey = publicLine(blob, KeyType);
    const { KeyPairId } = keep(state, input, { KeyName, KeyType, KeyFingerprint, PublicKey }, context);
    return { KeyName, KeyPairId, KeyFingerprint, ...tagsIfAny(state, KeyPairId) };
  },
);

function keep(
  state: Ec2State,
  { TagSpecifications }: Pick<CreateKeyPairRequest, 'TagSpecifications'>,
  made: Omit<Pair, 'KeyPairId' | 'CreateTime'>,
  context: Context<undefined>,
): Pair {
  const tags = specifiedTags(TagSpecifications, 'keyPairs');
  const pair: Pair = { ...made, KeyPairId: newId('key', context), CreateTime: new Date(context.clock.now()) };
  state.keyPairs.set(pair.KeyPairId, pair);
  addTags(state, pair.KeyPairId, tags);
  return pair;
}

function assertFree(state: Ec2State, name: string): void {
  if (byName(state, name)) throw new AwsError('InvalidKeyPair.Duplicate', `The keypair '${name}' already exists.`);
}

const byName = (state: Ec2State, name: string): Pair | undefined =>
  [...state.keyPairs.values()].find(({ KeyName }) => KeyName === name);

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeKeyPairs.html */
export const describeKeyPairs = ec2Operation(
  'DescribeKeyPairs',
  [],
  (state, input: DescribeKeyPairsRequest): DescribeKeyPairsResult => {
    const named = (input.KeyNames ?? []).map((name) => {
      const pair = byName(state, name);
      if (!pair) throw new AwsError('InvalidKeyPair.NotFound', `The key pair '${name}' does not exist`);
      return pair.KeyPairId;
    });
    const { items } = describe(state, 'keyPairs', input, {
      ids: [...named, ...(input.KeyPairIds ?? [])],
      parameter: 'keyPairIds',
      filters: {
        fingerprint: ({ KeyFingerprint }) => KeyFingerprint,
        'key-name': ({ KeyName }) => KeyName,
        'key-pair-id': ({ KeyPairId }) => KeyPairId,
      },
    });
    const shown = items.map(({ PublicKey, ...each }) => ({
      ...each,
      Tags: tagsOf(state, each.KeyPairId),
      ...(input.IncludePublicKey && { PublicKey: `${PublicKey} ${each.KeyName}` }),
    }));
    return { KeyPairs: shown };
  },
);

/** A pair that is not there is deleted. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteKeyPair.html */
export const deleteKeyPair = ec2Operation(
  'DeleteKeyPair',
  [],
  (state, { KeyName, KeyPairId }: DeleteKeyPairRequest): DeleteKeyPairResult => {
    if (KeyName === undefined && KeyPairId === undefined) throw missingParameter('KeyName or KeyPairId');
    const pair = KeyPairId === undefined ? byName(state, KeyName ?? '') : state.keyPairs.get(KeyPairId);
    if (!pair) return { Return: true };
    state.keyPairs.delete(pair.KeyPairId);
    state.tags.delete(pair.KeyPairId);
    return { Return: true, KeyPairId: pair.KeyPairId };
  },
);
