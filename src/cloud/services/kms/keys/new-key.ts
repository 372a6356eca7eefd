import type { KeySpec } from '@aws-sdk/client-kms';
import { UnsupportedError } from '../../../kernel/errors.ts';
import type { Context } from '../../../service-kit/contract.ts';
import type { Key, KmsState } from '../state.ts';
import { keyArn } from './arns.ts';
import { newPrivateMaterial } from './asymmetric.ts';
import { isAsymmetric, traitsOf } from './specs.ts';

/** A key that nobody has seen yet; its material comes from the cloud's own randomness, so that a seed repeats it. */
export function newKey(
  context: Context,
  wish: Pick<Key, 'description' | 'manager' | 'multiRegion' | 'spec' | 'usage'> &
    Partial<Pick<Key, 'origin' | 'policy' | 'tags'>>,
): Key {
  const id = wish.multiRegion ? `mrk-${context.random.hex(32)}` : context.random.uuid();
  return {
    policy: defaultPolicy(context.account),
    tags: {},
    ...wish,
    id,
    arn: keyArn(id, context),
    account: context.account,
    region: context.region,
    createdMs: context.clock.now(),
    ...(wish.multiRegion && { regions: { primary: context.region, replicas: [] } }),
    status: wish.origin === 'EXTERNAL' ? 'PendingImport' : 'Enabled',
    material: wish.origin === 'EXTERNAL' ? '' : Buffer.from(newMaterial(wish.spec, context)).toString('base64'),
  };
}

/** Makes the key that AWS keeps for one of its services, and the alias by which it was asked for. */
export function createManagedKey(state: KmsState, alias: string, context: Context): Key {
  const service = alias.slice('alias/aws/'.length);
  const key = newKey(context, {
    description: `Default key that protects my ${service} data when no other key is defined`,
    manager: 'AWS',
    multiRegion: false,
    spec: 'SYMMETRIC_DEFAULT',
    usage: 'ENCRYPT_DECRYPT',
  });
  state.keys.set(key.id, key);
  state.aliases.set(alias, { name: alias, keyId: key.id, createdMs: key.createdMs, updatedMs: key.createdMs });
  return key;
}

function newMaterial(spec: KeySpec, context: Context): Uint8Array {
  const traits = traitsOf(spec);
  if (!traits) throw new UnsupportedError(`KMS keys of spec ${spec}`);
  return isAsymmetric(traits) ? newPrivateMaterial(traits, context.random) : context.random.bytes(traits.materialBytes);
}

/** https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html */
export const defaultPolicy = (account: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Id: 'key-default-1',
    Statement: [
      {
        Sid: 'Enable IAM User Permissions',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${account}:root` },
        Action: 'kms:*',
        Resource: '*',
      },
    ],
  });
