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
  tierDowngrade,
  validation,
  versionLimitExceeded,
} from '../errors.ts';
import { saveParameter } from '../parameters/expiry.ts';
import { findParameter, newestOf } from '../parameters/find-parameter.ts';
import { assertNewName, assertNoArn, parameterArn } from '../parameters/names.ts';
import { parsePolicies, policiesNeedAdvancedTier } from '../parameters/policies.ts';
import { defaultKeyId, sealValue } from '../parameters/secure-value.ts';
import type { Parameter, ParameterPolicy, ParameterVersion, SsmState } from '../state.ts';
import { assertTags } from './tags.ts';

type Input = Given<PutParameterRequest>;

const versionsMax = 100;
const standardBytesMax = 4096;
const advancedBytesMax = 8192;
const imageType = 'aws:ec2:image';

/**
 * Makes a parameter or, with `Overwrite`, its next version. What is not given is as in the version before, the tier
 * among it.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html
 */
export const putParameter: Operation<Input, PutParameterResult, SsmState> = async (state, input, context) => {
  assertNoArn(input.Name);
  assertDataType(input);
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
  if (isNoImage(version)) return { Version: (current ? newestOf(current).version : 0) + 1, Tier: version.tier };
  return current ? addVersion(state, current, version, context) : addParameter(state, input, version, context);
};

function addParameter(state: SsmState, input: Input, version: ParameterVersion, context: Context): PutParameterResult {
  assertTags(input.Tags ?? []);
  const { Name: name } = input;
  const parameter: Parameter = {
    name,
    arn: parameterArn(name, context),
    tags: tagRecord(input.Tags ?? []),
    versions: [{ ...version, version: 1 }],
  };
  saveParameter(state, parameter, context);
  return { Version: 1, Tier: version.tier };
}

function addVersion(
  state: SsmState,
  parameter: Parameter,
  wish: ParameterVersion,
  context: Context,
): PutParameterResult {
  const newest = newestOf(parameter);
  const version = { ...wish, version: newest.version + 1 };
  const [oldest, ...others] = parameter.versions;
  const isFull = parameter.versions.length >= versionsMax;
  if (isFull && oldest && oldest.labels.length > 0) throw versionLimitExceeded(parameter.name, oldest.version);
  const kept = isFull ? others : parameter.versions;
  saveParameter(state, { ...parameter, versions: [...kept, version] }, context);
  return { Version: version.version, Tier: version.tier };
}

async function newVersion(input: Input, existing: Parameter | undefined, context: Context): Promise<ParameterVersion> {
  const former = existing && newestOf(existing);
  const type = typeOf(input, former);
  const policies = input.Policies === undefined ? (former?.policies ?? []) : parsePolicies(input.Policies);
  const tier = tierOf(input, former, policies);
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
    ...(policies.length > 0 && { policies }),
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
function tierOf(
  input: Input,
  former: ParameterVersion | undefined,
  policies: readonly ParameterPolicy[],
): 'Standard' | 'Advanced' {
  const bytes = Buffer.byteLength(input.Value);
  const isAdvanced =
    input.Tier === 'Advanced' ||
    former?.tier === 'Advanced' ||
    (input.Tier === 'Intelligent-Tiering' && (bytes > standardBytesMax || policies.length > 0));
  if (former?.tier === 'Advanced' && input.Tier === 'Standard') throw tierDowngrade();
  if (!isAdvanced && policies.length > 0) throw policiesNeedAdvancedTier();
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

function assertDataType({ DataType: dataType = 'text', Type: type }: Input): void {
  if (dataType === 'aws:ssm:integration') throw new UnsupportedError(`SSM parameters of data type ${dataType}`);
  if (dataType !== 'text' && dataType !== imageType) {
    throw validation(`The following data type is not supported: ${dataType} (Data type names are all lowercase.)`);
  }
  if (dataType === imageType && type !== undefined && type !== 'String') {
    throw validation(`The data type ${imageType} is supported for parameters of type String only.`);
  }
}

/** What is no image id is told to nobody: AWS looks at it later, and makes no parameter. */
const isNoImage = ({ dataType, value }: ParameterVersion): boolean =>
  dataType === imageType && !/^ami-(?:[0-9a-f]{8}|[0-9a-f]{17})$/.test(value);
