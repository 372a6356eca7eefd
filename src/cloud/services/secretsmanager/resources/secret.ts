import type { CreateSecretResponse, GetRandomPasswordResponse } from '@aws-sdk/client-secrets-manager';
import { raise } from '../../../kernel/errors.ts';
import { parseJsonObject } from '../../../kernel/json.ts';
import type { Properties, ResourceContext, ResourceType } from '../../../service-kit/contract.ts';
import {
  flagIn,
  invalidProperty,
  numberIn,
  recordIn,
  tagKeysGone,
  tagsIn,
  textIn,
  unlessGone,
} from '../../../service-kit/properties.ts';

const nameMax = 512;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-secret.html */
export const secret: ResourceType = {
  properties: ['Description', 'GenerateSecretString', 'KmsKeyId', 'Name', 'SecretString', 'Tags'],
  async create(properties, context) {
    const { ARN = '' } = await context.call<CreateSecretResponse>('secretsmanager', 'CreateSecret', {
      Name: textIn(properties, 'Name') ?? generatedName(context),
      Description: textIn(properties, 'Description'),
      KmsKeyId: textIn(properties, 'KmsKeyId'),
      SecretString: await secretValueOf(properties, context),
      Tags: tagsIn(properties, context),
    });
    return { physicalId: ARN, attributes: { Id: ARN } };
  },
  async update(state, properties, previous, context) {
    const SecretId = state.physicalId;
    // The same description of a value is the same value: generated ones must survive updates of other properties.
    const isNewValue = ['SecretString', 'GenerateSecretString'].some(
      (name) => JSON.stringify(properties[name]) !== JSON.stringify(previous[name]),
    );
    await context.call('secretsmanager', 'UpdateSecret', {
      SecretId,
      Description: textIn(properties, 'Description') ?? '',
      KmsKeyId: textIn(properties, 'KmsKeyId'),
      SecretString: isNewValue ? await secretValueOf(properties, context) : undefined,
    });
    const TagKeys = tagKeysGone(properties, previous, context);
    const Tags = tagsIn(properties, context);
    if (TagKeys.length > 0) await context.call('secretsmanager', 'UntagResource', { SecretId, TagKeys });
    if (Tags.length > 0) await context.call('secretsmanager', 'TagResource', { SecretId, Tags });
    return state;
  },
  async delete(state, _properties, context) {
    const input = { SecretId: state.physicalId, ForceDeleteWithoutRecovery: true };
    await unlessGone(context.call('secretsmanager', 'DeleteSecret', input), 'ResourceNotFoundException');
  },
};

/** CloudFormation names secrets after the logical id first: `DbSecret-RANDOM`. */
const generatedName = (context: ResourceContext): string => {
  const random = context.random.text(12, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789');
  return `${context.logicalId}-${random}`.slice(-nameMax);
};

async function secretValueOf(properties: Properties, context: ResourceContext): Promise<string | undefined> {
  const generate = recordIn(properties, 'GenerateSecretString');
  const text = textIn(properties, 'SecretString');
  if (!generate) return text;
  if (text !== undefined) throw invalidProperty('SecretString', '…', 'absent where GenerateSecretString is there');
  const { RandomPassword } = await context.call<GetRandomPasswordResponse>('secretsmanager', 'GetRandomPassword', {
    ExcludeCharacters: textIn(generate, 'ExcludeCharacters'),
    ExcludeLowercase: flagIn(generate, 'ExcludeLowercase'),
    ExcludeNumbers: flagIn(generate, 'ExcludeNumbers'),
    ExcludePunctuation: flagIn(generate, 'ExcludePunctuation'),
    ExcludeUppercase: flagIn(generate, 'ExcludeUppercase'),
    IncludeSpace: flagIn(generate, 'IncludeSpace'),
    PasswordLength: numberIn(generate, 'PasswordLength'),
    RequireEachIncludedType: flagIn(generate, 'RequireEachIncludedType'),
  });
  const key = textIn(generate, 'GenerateStringKey');
  const template = textIn(generate, 'SecretStringTemplate');
  if (key === undefined && template === undefined) return RandomPassword;
  return JSON.stringify({ ...parseTemplate(template), [key ?? '']: RandomPassword });
}

/** The password is put into the template under `GenerateStringKey`; one without the other is a mistake. */
function parseTemplate(template: string | undefined): object {
  const wanted = 'a JSON object, together with GenerateStringKey';
  return parseJsonObject(template ?? '') ?? raise(invalidProperty('SecretStringTemplate', template, wanted));
}
