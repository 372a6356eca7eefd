import { isDeepStrictEqual } from 'node:util';
import type { CreateSecretResponse, GetRandomPasswordResponse } from '@aws-sdk/client-secrets-manager';
import { raise } from '../../../kernel/errors.ts';
import { parseJsonObject } from '../../../kernel/json.ts';
import type { ResourceContext } from '../../../service-kit/contract.ts';
import { invalidProperty, type Kinds, retag, unlessGone, type Values } from '../../../service-kit/properties.ts';
import { codedResourceType } from '../../../service-kit/resource-type.ts';
import { secretReading } from './secret-reading.ts';

const nameMax = 512;

const properties = {
  Description: 'text',
  GenerateSecretString: {
    members: {
      ExcludeCharacters: 'text',
      ExcludeLowercase: 'flag',
      ExcludeNumbers: 'flag',
      ExcludePunctuation: 'flag',
      ExcludeUppercase: 'flag',
      GenerateStringKey: 'text',
      IncludeSpace: 'flag',
      PasswordLength: 'number',
      RequireEachIncludedType: 'flag',
      SecretStringTemplate: 'text',
    },
  },
  KmsKeyId: 'text',
  ReplicaRegions: { list: { members: { KmsKeyId: 'text', Region: 'text' } } },
  Name: 'text',
  SecretString: 'text',
  Tags: 'tags',
} as const satisfies Kinds;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-secret.html */
export const secret = codedResourceType({
  type: 'AWS::SecretsManager::Secret',
  reading: secretReading,
  properties,
  refused: {
    Type: 'secrets of other vendors are not emulated',
  },
  attributes: ['Id'],
  async create(p, context) {
    const { ARN = '' } = await context.call<CreateSecretResponse>('secretsmanager', 'CreateSecret', {
      Name: p.Name ?? generatedName(context),
      Description: p.Description,
      KmsKeyId: p.KmsKeyId,
      SecretString: await secretValueOf(p, context),
      Tags: p.Tags,
      AddReplicaRegions: p.ReplicaRegions,
    });
    return { physicalId: ARN, attributes: { Id: ARN } };
  },
  async update(state, p, previous, context) {
    const SecretId = state.physicalId;
    // The same description of a value is the same value: generated ones must survive updates of other properties.
    const isNewValue =
      p.SecretString !== previous.SecretString ||
      !isDeepStrictEqual(p.GenerateSecretString, previous.GenerateSecretString);
    await context.call('secretsmanager', 'UpdateSecret', {
      SecretId,
      Description: p.Description ?? '',
      KmsKeyId: p.KmsKeyId,
      SecretString: isNewValue ? await secretValueOf(p, context) : undefined,
    });
    await replicate(SecretId, p, previous, context);
    await retag(p.Tags, previous.Tags, {
      untag: (TagKeys) => context.call('secretsmanager', 'UntagResource', { SecretId, TagKeys }),
      tag: (Tags) => context.call('secretsmanager', 'TagResource', { SecretId, Tags }),
    });
    return state;
  },
  async delete(state, p, context) {
    await withdraw(state.physicalId, regionsOf(p), context);
    const input = { SecretId: state.physicalId, ForceDeleteWithoutRecovery: true };
    await unlessGone(context.call('secretsmanager', 'DeleteSecret', input), 'ResourceNotFoundException');
  },
});

type SecretProperties = Values<typeof properties>;

const regionsOf = ({ ReplicaRegions = [] }: SecretProperties): readonly string[] =>
  ReplicaRegions.flatMap(({ Region }) => Region ?? []);

async function replicate(
  SecretId: string,
  p: SecretProperties,
  previous: SecretProperties,
  context: ResourceContext,
): Promise<void> {
  const [wanted, before] = [regionsOf(p), regionsOf(previous)];
  await withdraw(
    SecretId,
    before.filter((region) => !wanted.includes(region)),
    context,
  );
  const AddReplicaRegions = (p.ReplicaRegions ?? []).filter(({ Region }) => Region && !before.includes(Region));
  if (AddReplicaRegions.length === 0) return;
  await context.call('secretsmanager', 'ReplicateSecretToRegions', { SecretId, AddReplicaRegions });
}

async function withdraw(
  SecretId: string,
  RemoveReplicaRegions: readonly string[],
  context: ResourceContext,
): Promise<void> {
  if (RemoveReplicaRegions.length === 0) return;
  const removal = context.call('secretsmanager', 'RemoveRegionsFromReplication', { SecretId, RemoveReplicaRegions });
  await unlessGone(removal, 'ResourceNotFoundException', 'InvalidRequestException');
}

/** CloudFormation names secrets after the logical id first: `DbSecret-RANDOM`. */
const generatedName = (context: ResourceContext): string => {
  const random = context.random.text(12, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789');
  return `${context.logicalId}-${random}`.slice(-nameMax);
};

async function secretValueOf(p: Values<typeof properties>, context: ResourceContext): Promise<string | undefined> {
  const { GenerateSecretString: generate, SecretString: text } = p;
  if (!generate) return text;
  if (text !== undefined) throw invalidProperty('SecretString', '…', 'absent where GenerateSecretString is there');
  const { GenerateStringKey: key, SecretStringTemplate: template, ...wish } = generate;
  const { RandomPassword } = await context.call<GetRandomPasswordResponse>('secretsmanager', 'GetRandomPassword', wish);
  if (key === undefined && template === undefined) return RandomPassword;
  return JSON.stringify({ ...parseTemplate(template), [key ?? '']: RandomPassword });
}

/** The password is put into the template under `GenerateStringKey`; one without the other is a mistake. */
function parseTemplate(template: string | undefined): object {
  const wanted = 'a JSON object, together with GenerateStringKey';
  return parseJsonObject(template ?? '') ?? raise(invalidProperty('SecretStringTemplate', template, wanted));
}
