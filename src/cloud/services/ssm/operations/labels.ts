import type {
  LabelParameterVersionRequest,
  LabelParameterVersionResult,
  UnlabelParameterVersionRequest,
  UnlabelParameterVersionResult,
} from '@aws-sdk/client-ssm';
import { raise } from '../../../kernel/errors.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { labelLimitExceeded, parameterNotFound, versionNotFound } from '../errors.ts';
import { emitChange } from '../parameters/emit-change.ts';
import { findParameter, newestOf, versionOf } from '../parameters/find-parameter.ts';
import { assertNoArn } from '../parameters/names.ts';
import type { SsmState } from '../state.ts';

const labelsMax = 10;

/** A label is at one version: it moves. https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_LabelParameterVersion.html */
export const labelParameterVersion: Operation<
  Given<LabelParameterVersionRequest>,
  LabelParameterVersionResult,
  SsmState
> = (state, input, context) => {
  assertNoArn(input.Name);
  const parameter = findParameter(state, input.Name) ?? raise(parameterNotFound());
  const number = input.ParameterVersion ?? newestOf(parameter).version;
  const target = versionOf(parameter, number) ?? raise(versionNotFound(parameter.name, number));
  const good = input.Labels.filter(isLabel);
  const labels = [...new Set([...target.labels, ...good])];
  if (labels.length > labelsMax) throw labelLimitExceeded(labelsMax);
  const versions = parameter.versions.map((version) => ({
    ...version,
    labels: version === target ? labels : version.labels.filter((label) => !good.includes(label)),
  }));
  state.parameters.set(parameter.name, { ...parameter, versions });
  if (good.length > 0) emitChange(parameter, 'LabelParameterVersion', context);
  return { InvalidLabels: input.Labels.filter((label) => !isLabel(label)), ParameterVersion: number };
};

/**
 * Takes labels off one version, and names those that it did not have.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_UnlabelParameterVersion.html
 */
export const unlabelParameterVersion: Operation<
  Given<UnlabelParameterVersionRequest>,
  UnlabelParameterVersionResult,
  SsmState
> = (state, input) => {
  assertNoArn(input.Name);
  const parameter = findParameter(state, input.Name) ?? raise(parameterNotFound());
  const target =
    versionOf(parameter, input.ParameterVersion) ?? raise(versionNotFound(parameter.name, input.ParameterVersion));
  const [RemovedLabels, InvalidLabels]: [string[], string[]] = [[], []];
  for (const label of input.Labels) (target.labels.includes(label) ? RemovedLabels : InvalidLabels).push(label);
  const versions = parameter.versions.map((version) =>
    version === target
      ? { ...version, labels: version.labels.filter((label) => !RemovedLabels.includes(label)) }
      : version,
  );
  state.parameters.set(parameter.name, { ...parameter, versions });
  return { RemovedLabels, InvalidLabels };
};

/** Letters, digits and `._-`; not a number at the start, not `aws` nor `ssm`. */
const isLabel = (label: string): boolean => /^[a-zA-Z_.-][a-zA-Z0-9_.-]*$/.test(label) && !/^(?:aws|ssm)/i.test(label);
