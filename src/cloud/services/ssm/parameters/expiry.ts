import { serviceCaller } from '../../../kernel/identity.ts';
import type { Context } from '../../../service-kit/contract.ts';
import type { Parameter, SsmState } from '../state.ts';
import { newestOf } from './find-parameter.ts';
import { expiryMsOf } from './policies.ts';

/** Saves a parameter; what its Expiration policy says is deferred anew. */
export function saveParameter(state: SsmState, parameter: Parameter, context: Context): void {
  const { expiryKey, ...rest } = parameter;
  if (expiryKey !== undefined) context.kernel.scheduler.cancel(expiryKey);
  const dueMs = expiryMsOf(newestOf(parameter).policies ?? []);
  const key = dueMs === undefined ? undefined : deferExpiry(parameter.name, dueMs, context);
  state.parameters.set(rest.name, { ...rest, ...(key !== undefined && { expiryKey: key }) });
}

/** Deletes a parameter, and what was to happen to it. */
export function removeParameter(state: SsmState, parameter: Parameter, { kernel }: Context): void {
  if (parameter.expiryKey !== undefined) kernel.scheduler.cancel(parameter.expiryKey);
  state.parameters.delete(parameter.name);
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
