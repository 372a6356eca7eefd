import { AwsError, SquallError, UnsupportedError } from '../../../../../kernel/errors.ts';
import { PropertiesInvalid } from '../../../../../resource-types/check-properties.ts';
import { handlerErrorCode } from '../../../../../resource-types/handler-errors.ts';
import type { ResourceState } from '../../../../../service-kit/contract.ts';
import type { Run } from '../run.ts';

/** A resource failed by its own word: the text is the reason as it stands, and something may have been made. */
export class ResourceFailure extends Error {
  readonly state: ResourceState | undefined;

  constructor(reason: string, state?: ResourceState) {
    super(reason);
    this.state = state;
  }
}

/** Why a resource failed, as its event says it. */
export function failureReason(error: unknown, run: Run): string {
  if (error instanceof ResourceFailure || error instanceof PropertiesInvalid) return error.message;
  if (error instanceof UnsupportedError) return error.message.replace(/\.$/, '');
  const token = run.context.random.uuid();
  // A full disk, say: nobody's bug.
  if (error instanceof SquallError) {
    return `Resource handler returned message: "${error.message}" (RequestToken: ${token}, HandlerErrorCode: InternalFailure)`;
  }
  if (error instanceof AwsError) {
    if (error.code === 'ValidationError' && /^(Template|CustomResource) /.test(error.message)) return error.message;
    return `Resource handler returned message: "${error.message}" (RequestToken: ${token}, HandlerErrorCode: ${handlerErrorCode(error.code)})`;
  }
  run.context.kernel.log.error(
    `CloudFormation ${run.stackId}: ${error instanceof Error ? error.stack : String(error)}`,
  );
  const message = error instanceof Error ? error.message : String(error);
  return `Resource handler returned message: "${message}" (RequestToken: ${token}, HandlerErrorCode: InternalFailure)`;
}
