import { AwsError } from '../../../../kernel/errors.ts';
import type { StackDefinition } from '../../state.ts';

/** A transform could not do its work: what asked for it is made, and has failed for this reason. */
export class TransformFailed extends AwsError {
  constructor(reason: string) {
    super('ValidationError', reason);
  }
}

/** Hands the failure on as a value, for `catch`. */
export function failedTransform(error: unknown): TransformFailed {
  if (error instanceof TransformFailed) return error;
  throw error;
}

/** What is kept of a request that its transforms made nothing of. */
export const undefinedBy = (request: {
  readonly TemplateBody?: string | undefined;
  readonly Capabilities?: readonly string[] | undefined;
}): StackDefinition => ({
  templateBody: request.TemplateBody ?? '',
  parameters: [],
  tags: {},
  capabilities: request.Capabilities ?? [],
});
