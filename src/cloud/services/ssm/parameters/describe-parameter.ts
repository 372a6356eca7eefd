import type { Parameter as Described, ParameterHistory, ParameterMetadata } from '@aws-sdk/client-ssm';
import type { Context } from '../../../service-kit/contract.ts';
import type { Parameter, ParameterVersion } from '../state.ts';
import type { Chosen } from './find-parameter.ts';
import { readValue } from './secure-value.ts';

/** As GetParameter, GetParameters and GetParametersByPath tell it. */
export async function describeValue(chosen: Chosen, withDecryption: boolean, context: Context): Promise<Described> {
  const { parameter, version, selector } = chosen;
  return {
    Name: parameter.name,
    Type: version.type,
    Value: await readValue(version, parameter.arn, withDecryption, context),
    Version: version.version,
    ...(selector !== undefined && { Selector: selector }),
    LastModifiedDate: new Date(version.modifiedMs),
    ARN: parameter.arn,
    DataType: version.dataType,
  };
}

/** As DescribeParameters tells it. */
export function describeMetadata(parameter: Parameter, version: ParameterVersion): ParameterMetadata {
  return { ARN: parameter.arn, ...describeVersion(parameter, version) };
}

/** As GetParameterHistory tells it. */
export async function describeHistory(
  parameter: Parameter,
  version: ParameterVersion,
  withDecryption: boolean,
  context: Context,
): Promise<ParameterHistory> {
  return {
    ...describeVersion(parameter, version),
    Value: await readValue(version, parameter.arn, withDecryption, context),
    Labels: [...version.labels],
  };
}

const describeVersion = (parameter: Parameter, version: ParameterVersion) => ({
  Name: parameter.name,
  Type: version.type,
  ...(version.keyId !== undefined && { KeyId: version.keyId }),
  LastModifiedDate: new Date(version.modifiedMs),
  LastModifiedUser: version.modifiedBy,
  ...(version.description !== undefined && { Description: version.description }),
  ...(version.allowedPattern !== undefined && { AllowedPattern: version.allowedPattern }),
  Version: version.version,
  Tier: version.tier,
  Policies: (version.policies ?? []).map(({ text, type }) => ({
    PolicyText: text,
    PolicyType: type,
    PolicyStatus: 'Pending',
  })),
  DataType: version.dataType,
});
