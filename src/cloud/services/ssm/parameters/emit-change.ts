import { emitEvent } from '../../../delivery/service-events.ts';
import type { Context } from '../../../service-kit/contract.ts';
import type { Parameter } from '../state.ts';
import { newestOf } from './find-parameter.ts';

/**
 * Tells the default event bus what happened to a parameter.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-cwe.html
 */
export function emitChange(
  parameter: Parameter,
  operation: 'Create' | 'Update' | 'Delete' | 'LabelParameterVersion',
  { kernel, account, region, requestId: parent, trace }: Context,
): void {
  const origin = { account, region, principal: 'ssm.amazonaws.com', parent, trace };
  emitEvent(kernel, origin, 'aws.ssm', () => {
    const { type, description } = newestOf(parameter);
    return {
      detailType: 'Parameter Store Change',
      resources: [parameter.arn],
      detail: { name: parameter.name, ...(description !== undefined && { description }), type, operation },
    };
  });
}
