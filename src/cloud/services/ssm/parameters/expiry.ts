import { serviceCaller } from '../../../kernel/identity.ts';
import type { Context } from '../../../service-kit/contract.ts';
import type { Parameter, SsmState } from '../state.ts';
import { emitChange } from './emit-change.ts';
import { newestOf } from './find-parameter.ts';
import { expiryMsOf } from './policies.ts';

/** Saves a parameter, and tells so; what its Expiration policy says is deferred anew. */
export function saveParameter(state: SsmState, parameter: Parameter, context: Context): void {
  const { expiryKey, ...rest } = parameter;
  if (expiryKey !== undefined) context.kernel.scheduler.cancel(expiryKey);
  const dueMs = expiryMsOf(newestOf(parameter).policies ?? []);
  const key = dueMs === undefined ? undefined : deferExpiry(parameter.name, dueMs, context);
  const operation = state.parameters.has(rest.name) ? 'Update' : 'Create';
  state.parameters.set(rest.name, { ...rest, ...(key !== undefined && { expiryKey: key }) });
  emitChange(rest, operation, context);
}

/** Deletes a parameter, tells so, and cancels what was to happen to it. */
export function removeParameter(state: SsmState, parameter: Parameter, context: Context): void {
  if (parameter.expiryKey !== undefined) context.kernel.scheduler.cancel(parameter.expiryKey);
  state.parameters.delete(parameter.name);
  emitChange(parameter, 'Delete', context);
}

const deferExpiry = (Name: string, dueMs: number, { account, region, kernel }: Context): string =>
  kernel.scheduler.deferDelivery({
    dueMs,
    service: 'ssm',
    operation: 'DeleteParameter',
    input: { Name },
    account,
    region,
    caller: serviceCaller('ssm.amazonaws.com', account),
  });
