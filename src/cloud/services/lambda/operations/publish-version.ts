import type { FunctionConfiguration, PublishVersionCommandInput } from '@aws-sdk/client-lambda';
import { UnsupportedError } from '../../../kernel/errors.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import { currentConfiguration } from '../configuration.ts';
import { invalidParameter, revisionMismatch } from '../errors.ts';
import { findLatest } from '../function-reference.ts';
import { publish } from '../publish.ts';
import type { LambdaState } from '../state.ts';

/** https://docs.aws.amazon.com/lambda/latest/api/API_PublishVersion.html */
export const publishVersion: Operation<PublishVersionCommandInput, FunctionConfiguration, LambdaState> = (
  state,
  input,
  context,
) => {
  if (input.PublishTo !== undefined) throw new UnsupportedError('Lambda PublishTo');
  const { record, version } = findLatest(state, context, 'PublishVersion', input.FunctionName);
  if (input.RevisionId !== undefined && input.RevisionId !== version.revisionId) throw revisionMismatch();
  // An empty hash asks for no check.
  if (input.CodeSha256 && input.CodeSha256 !== version.code.sha256) {
    throw invalidParameter(
      `CodeSHA256 (${input.CodeSha256}) is different from current CodeSHA256 in $LATEST (${version.code.sha256}). Please try again with the CodeSHA256 in $LATEST.`,
    );
  }
  const published = publish(state, record, version, context, input.Description);
  return currentConfiguration(context, published, published.version);
};
