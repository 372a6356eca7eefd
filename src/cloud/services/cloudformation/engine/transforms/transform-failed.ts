import { AwsError, UnsupportedError } from '../../../../kernel/errors.ts';
import type { StackDefinition } from '../../state.ts';

/**
 * A transform could not do its work, or what it made cannot be deployed: what asked for it is made, and has failed for this
 * reason.
 */
export class TransformFailed extends AwsError {
  /** What transforms made, which can be read all the same. */
  readonly processedBody: string | undefined;

  constructor(reason: string, processedBody?: string) {
    super('ValidationError', reason);
    this.processedBody = processedBody;
  }
}

/** What is wrong with a processed template is told like what its transforms say. */
export function undeployable(error: unknown, processedBody: string): unknown {
  const isTold = error instanceof AwsError || error instanceof UnsupportedError;
  return isTold ? new TransformFailed(error.message, processedBody) : error;
}

/** Hands the failure on as a value, for `catch`. */
export function failedTransform(error: unknown): TransformFailed {
  if (error instanceof TransformFailed) return error;
  throw error;
}

/** What is kept of a request of which no stack can be made. */
export const undefinedBy = (
  request: {
    readonly TemplateBody?: string | undefined;
    readonly Capabilities?: readonly string[] | undefined;
  },
  { processedBody }: TransformFailed,
): StackDefinition => ({
  templateBody: request.TemplateBody ?? '',
  ...(processedBody !== undefined && { processedBody }),
  parameters: [],
  tags: {},
  capabilities: request.Capabilities ?? [],
});
