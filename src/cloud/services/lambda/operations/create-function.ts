import type { CreateFunctionCommandInput, FunctionConfiguration } from '@aws-sdk/client-lambda';
import type { Operation } from '../../../service-kit/contract.ts';
import { fetchCode } from '../code/fetch-code.ts';
import { pendingConfiguration } from '../configuration.ts';
import { conflict, invalidParameter, validation } from '../errors.ts';
import { readFunctionName } from '../function-reference.ts';
import { assertUnzippedSize, resolveLayers } from '../layers.ts';
import { publish, storeLatest } from '../publish.ts';
import { findRoleId } from '../role-id.ts';
import type { LambdaRuntime } from '../runtime.ts';
import { initialSettings } from '../settings.ts';
import type { FunctionRecord, LambdaState } from '../state.ts';
import { assertTagCount } from '../tag-count.ts';
import { assertUploadSize } from '../upload-size.ts';
import { findVpcId } from '../vpc-id.ts';
import { assertSigningConfig } from './function-code-signing-config.ts';

/** AWS: https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
const nameCharactersMax = 64;

/** https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
export const createFunction: Operation<
  CreateFunctionCommandInput,
  FunctionConfiguration,
  LambdaState,
  LambdaRuntime
> = async (state, input, context) => {
  assertUploadSize(input.Code?.ZipFile, 'CreateFunction');
  const { name, qualifier } = readFunctionName(context, 'CreateFunction', input.FunctionName ?? '');
  if (qualifier !== undefined)
    throw validation('functionName', input.FunctionName ?? '', 'Member must not have a qualifier');
  assertNewName(input.FunctionName ?? '', name);
  assertTagCount(input.Tags ?? {});
  const settings = initialSettings(input, name);
  if (input.CodeSigningConfigArn !== undefined) assertSigningConfig(state, input.CodeSigningConfigArn);
  context.runtime.accept(name, settings.Runtime);
  const layers = resolveLayers(state, context, settings.Layers, settings.Runtime);
  assertNew(state, name);
  const code = await fetchCode(input.Code ?? {}, context, context.runtime.code);
  const vpcId = await findVpcId(context, input.VpcConfig);
  const roleId = await findRoleId(context, settings.Role);
  // Somebody else may have been quicker while the code was fetched.
  assertNew(state, name);
  assertUnzippedSize(context, [code, ...layers.map((layer) => layer.code)]);

  const record: FunctionRecord = {
    name,
    nextVersion: 1,
    tags: input.Tags ?? {},
    ...(input.CodeSigningConfigArn !== undefined && { codeSigningConfigArn: input.CodeSigningConfigArn }),
  };
  state.functions.set(name, record);
  const version = storeLatest(state, { name, settings, code, layers, ...roleId, ...vpcId }, context);
  context.runtime.prewarm(version, record.tags);
  context.runtime.eventSources.lookFor(name, context);
  if (!input.Publish) return pendingConfiguration(context, version);
  // The ARN has no qualifier, though the version has a number.
  return pendingConfiguration(context, publish(state, record, version, context));
};

/** ARNs may be longer than the name in them. */
function assertNewName(text: string, name: string): void {
  if (name.length <= nameCharactersMax) return;
  throw invalidParameter(
    `1 validation error detected: Value '${text}' at 'functionName' failed to satisfy constraint: Member must have length less than or equal to ${nameCharactersMax}`,
  );
}

function assertNew(state: LambdaState, name: string): void {
  if (state.functions.has(name)) throw conflict(`Function already exist: ${name}`);
}
