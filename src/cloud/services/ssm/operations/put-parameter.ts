import type { ParameterType, PutParameterRequest, PutParameterResult } from '@aws-sdk/client-ssm';
import { AwsError, UnsupportedError } from '../../../kernel/errors.ts';
import { askAllowedPatterns } from '../../../service-kit/allowed-pattern.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { tagRecord } from '../../../service-kit/tags.ts';
import {
  invalidAllowedPattern,
  parameterAlreadyExists,
  patternMismatch,
  validation,
  versionLimitExceeded,
} from '../errors.ts';
import { findParameter, newestOf } from '../parameters/find-parameter.ts';
import { assertNewName, parameterArn } from '../parameters/names.ts';
import { defaultKeyId, sealValue } from '../parameters/secure-value.ts';
import type { Parameter, ParameterVersion, SsmState } from '../state.ts';
import { assertTags } from './tags.ts';

type Input = Given<PutParameterRequest>;

const versionsMax = 100;
const standardBytesMax = 4096;
const advancedBytesMax = 8192;

/**
 * Makes a parameter or, with `Overwrite`, its next version. What is not given is as in the version before, the tier
 * among it.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html
 */
export const putParameter: Operation<Input, PutParameterResult, SsmState> = async (state, input, context) => {
  refuseUnsupported(input);
  if (input.Overwrite && input.Tags && input.Tags.length > 0) {
    throw validation(
      "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or RemoveTagsFromResource.",
    );
  }
  const existing = findParameter(state, input.Name);
  if (existing && !input.Overwrite) throw parameterAlreadyExists();
  if (!existing) assertNewName(input.Name);
  const version = await newVersion(input, existing, context);
  // The value may have been encrypted in between: look again at what is there now.
  const current = findParameter(state, input.Name);
  if (current && !input.Overwrite) throw parameterAlreadyExists();
  return current ? addVersion(state, current, version) : addParameter(state, input, version, context);
};

function addParameter(state: SsmState, input: Input, version: ParameterVersion, context: Context): PutParameterResult {
  assertTags(input.Tags ?? []);
  const { Name: name } = input;
  state.parameters.set(name, {
    name,
    arn: parameterArn(name, context),
    tags: tagRecord(input.Tags ?? []),
    versions: [{ ...version, version: 1 }],
  });
  return { Version: 1, Tier: version.tier };
}

function addVersion(state: SsmState, parameter: Parameter, wish: ParameterVersion): PutParameterResult {
  const newest = newestOf(parameter);
  const version = { ...wish, version: newest.version + 1 };
  const [oldest, ...others] = parameter.versions;
  const isFull = parameter.versions.length >= versionsMax;
  if (isFull && oldest && oldest.labels.length > 0) throw versionLimitExceeded(parameter.name, oldest.version);
  const kept = isFull ? others : parameter.versions;
  state.parameters.set(parameter.name, { ...parameter, versions: [...kept, version] });
  return { Version: version.version, Tier: version.tier };
}

async function newVersion(input: Input, existing: Parameter | undefined, context: Context): Promise<ParameterVersion> {
  const former = existing && newestOf(existing);
  const type = typeOf(input, former);
  const tier = tierOf(input, former);
  assertValue(input, type);
  const keyId = type === 'SecureString' ? (input.KeyId ?? former?.keyId ?? defaultKeyId) : undefined;
  const arn = existing?.arn ?? parameterArn(input.Name, context);
  const description = input.Description ?? former?.description;
  return {
    version: 0,
    type,
    value: keyId === undefined ? input.Value : await sealValue(input.Value, keyId, arn, context),
    ...(description !== undefined && { description }),
    ...(keyId !== undefined && { keyId }),
    ...(input.AllowedPattern !== undefined && { allowedPattern: input.AllowedPattern }),
    tier,
    dataType: input.DataType ?? former?.dataType ?? 'text',
    labels: [],
    modifiedMs: context.clock.now(),
    modifiedBy: context.caller.arn,
  };
}

function typeOf(input: Input, former: ParameterVersion | undefined): ParameterType {
  const type = input.Type ?? former?.type;
  if (type === undefined) throw validation('A parameter type is required when you create a parameter.');
  if (former && (former.type === 'SecureString') !== (type === 'SecureString')) {
    throw new AwsError(
      'HierarchyTypeMismatchException',
      "Parameter Store doesn't support changing a parameter type in a hierarchy. For example, you can't change a parameter from a String type to a SecureString type. You must create a new, unique parameter.",
    );
  }
  if (type !== 'SecureString' && input.KeyId !== undefined) {
    throw validation('KeyId is required for SecureString type parameter only.');
  }
  return type;
}

/** A parameter that once was advanced stays so. */
function tierOf(input: Input, former: ParameterVersion | undefined): 'Standard' | 'Advanced' {
  const bytes = Buffer.byteLength(input.Value);
  const isAdvanced =
    input.Tier === 'Advanced' ||
    former?.tier === 'Advanced' ||
    (input.Tier === 'Intelligent-Tiering' && bytes > standardBytesMax);
  if (!isAdvanced && bytes > standardBytesMax) {
    throw validation(
      `Standard tier parameters support a maximum parameter value of ${standardBytesMax} characters. To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier. For more information, see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html`,
    );
  }
  if (bytes > advancedBytesMax) {
    throw validation(`Advanced tier parameters support a maximum parameter value of ${advancedBytesMax} characters.`);
  }
  return isAdvanced ? 'Advanced' : 'Standard';
}

function assertValue({ AllowedPattern: pattern, Value: value }: Input, type: ParameterType): void {
  if (pattern === undefined || pattern === '') return;
  const values = type === 'StringList' ? value.split(',') : [value];
  const [answer] = askAllowedPatterns([{ pattern, values }]);
  if (answer === 'differs') throw patternMismatch(pattern);
  if (answer !== 'matches') throw invalidAllowedPattern(pattern, answer === 'takes too long');
}

function refuseUnsupported(input: Input): void {
  if (input.Policies !== undefined && input.Policies !== '' && input.Policies !== '[]') {
    throw new UnsupportedError('SSM parameter policies (Policies)');
  }
  if (input.DataType === 'aws:ec2:image') throw new UnsupportedError('SSM parameters of data type aws:ec2:image');
  if (input.DataType === 'aws:ssm:integration')
    throw new UnsupportedError('SSM parameters of data type aws:ssm:integration');
}
