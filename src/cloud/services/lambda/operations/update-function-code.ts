import type { FunctionConfiguration, UpdateFunctionCodeCommandInput } from '@aws-sdk/client-lambda';
import { UnsupportedError } from '../../../kernel/errors.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import { fetchCode } from '../code/fetch-code.ts';
import { currentConfiguration, updatingConfiguration } from '../configuration.ts';
import { revisionMismatch } from '../errors.ts';
import { findLatest, functionArn, latest } from '../function-reference.ts';
import { assertUnzippedSize } from '../layers.ts';
import { publish, storeLatest } from '../publish.ts';
import type { LambdaRuntime } from '../runtime.ts';
import type { LambdaState } from '../state.ts';
import { assertUploadSize } from '../upload-size.ts';

/** https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionCode.html */
export const updateFunctionCode: Operation<
  UpdateFunctionCodeCommandInput,
  FunctionConfiguration,
  LambdaState,
  LambdaRuntime
> = async (state, input, context) => {
  if (input.PublishTo !== undefined) throw new UnsupportedError('Lambda PublishTo');
  assertUploadSize(input.ZipFile, 'UpdateFunctionCode');
  const found = findLatest(state, context, 'UpdateFunctionCode', input.FunctionName);
  if (input.RevisionId !== undefined && input.RevisionId !== found.version.revisionId) throw revisionMismatch();
  const code = await fetchCode(input, context, context.runtime.code);
  // What another caller changed while the code was fetched stays changed.
  const { record, version } = findLatest(state, context, 'UpdateFunctionCode', input.FunctionName);
  assertUnzippedSize(context, [code, ...version.layers.map((layer) => layer.code)]);
  const settings = { ...version.settings, Architectures: input.Architectures ?? version.settings.Architectures };
  if (input.DryRun) return currentConfiguration(context, { ...version, code, settings });

  const changed = storeLatest(state, { ...version, code, settings }, context);
  context.runtime.retire(`${functionArn(context, version.name)}:${latest}#`);
  context.runtime.prewarm(changed);
  if (!input.Publish) return updatingConfiguration(context, changed);
  const published = publish(state, record, changed, context);
  return currentConfiguration(context, published, published.version);
};
