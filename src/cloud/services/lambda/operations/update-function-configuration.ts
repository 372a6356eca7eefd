import type { FunctionConfiguration, UpdateFunctionConfigurationCommandInput } from '@aws-sdk/client-lambda';
import type { Operation } from '../../../service-kit/contract.ts';
import { updatingConfiguration } from '../configuration.ts';
import { revisionMismatch } from '../errors.ts';
import { findLatest, functionArn, latest } from '../function-reference.ts';
import { assertUnzippedSize, resolveLayers } from '../layers.ts';
import { storeLatest } from '../publish.ts';
import { findRoleId } from '../role-id.ts';
import type { LambdaRuntime } from '../runtime.ts';
import { changedSettings } from '../settings.ts';
import type { LambdaState } from '../state.ts';
import { findVpcId } from '../vpc-id.ts';

/** https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionConfiguration.html */
export const updateFunctionConfiguration: Operation<
  UpdateFunctionConfigurationCommandInput,
  FunctionConfiguration,
  LambdaState,
  LambdaRuntime
> = async (state, input, context) => {
  const found = findLatest(state, context, 'UpdateFunctionConfiguration', input.FunctionName);
  const isOtherRole = input.Role !== undefined && input.Role !== found.version.settings.Role;
  const newRoleId = isOtherRole ? await findRoleId(context, input.Role) : undefined;
  const newVpcId = input.VpcConfig && (await findVpcId(context, input.VpcConfig));
  // What another caller changed meanwhile stays changed.
  const { version: current } = findLatest(state, context, 'UpdateFunctionConfiguration', input.FunctionName);
  const { roleId: oldRoleId, vpcId: oldVpcId, ...version } = current;
  const vpcId = newVpcId ?? (oldVpcId === undefined ? {} : { vpcId: oldVpcId });
  const roleId = newRoleId ?? (oldRoleId === undefined ? {} : { roleId: oldRoleId });
  if (input.RevisionId !== undefined && input.RevisionId !== version.revisionId) throw revisionMismatch();
  const settings = changedSettings(version.settings, input);
  if (input.Runtime !== undefined) context.runtime.accept(version.name, input.Runtime);
  const layers = input.Layers ? resolveLayers(state, context, input.Layers, settings.Runtime) : version.layers;
  if (input.Layers) assertUnzippedSize(context, [version.code, ...layers.map((layer) => layer.code)]);
  const changed = storeLatest(state, { ...version, settings, layers, ...roleId, ...vpcId }, context);
  context.runtime.retire(`${functionArn(context, version.name)}:${latest}#`);
  context.runtime.prewarm(changed);
  return updatingConfiguration(context, changed);
};
