import type { CreateFunctionCommandInput, FunctionConfiguration } from '@aws-sdk/client-lambda';
import type { Operation } from '../../../service-kit/contract.ts';
import { fetchCode } from '../code/fetch-code.ts';
import { pendingConfiguration } from '../configuration.ts';
import { conflict, validation } from '../errors.ts';
import { readFunctionName } from '../function-reference.ts';
import { assertUnzippedSize, resolveLayers } from '../layers.ts';
import { publish, storeLatest } from '../publish.ts';
import type { LambdaRuntime } from '../runtime.ts';
import { initialSettings } from '../settings.ts';
import type { LambdaState } from '../state.ts';

/** https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
export const createFunction: Operation<
  CreateFunctionCommandInput,
  FunctionConfiguration,
  LambdaState,
  LambdaRuntime
> = async (state, input, context) => {
  const { name, qualifier } = readFunctionName(context, 'CreateFunction', input.FunctionName ?? '');
  if (qualifier !== undefined)
    throw validation('functionName', input.FunctionName ?? '', 'Member must not have a qualifier');
  const settings = initialSettings(input, name);
  const layers = resolveLayers(state, context, settings.Layers);
  assertNew(state, name);
  const refusal = context.runtime.refusal(settings.Runtime ?? '');
  if (refusal !== undefined)
    context.kernel.log.warn(`${name} is stored, but invokes of it will be refused: ${refusal}`);
  const code = await fetchCode(input.Code ?? {}, context, context.runtime.code);
  // Somebody else may have been quicker while the code was fetched.
  assertNew(state, name);
  assertUnzippedSize(context, [code, ...layers.map((layer) => layer.code)]);

  const record = { name, nextVersion: 1, tags: input.Tags ?? {} };
  state.functions.set(name, record);
  const version = storeLatest(state, { name, settings, code, layers }, context);
  context.runtime.prewarm(version);
  context.runtime.eventSources.lookFor(name, context);
  if (!input.Publish) return pendingConfiguration(context, version);
  const published = publish(state, record, version, context).version;
  return pendingConfiguration(context, published, published.version);
};

function assertNew(state: LambdaState, name: string): void {
  if (state.functions.has(name)) throw conflict(`Function already exist: ${name}`);
}
