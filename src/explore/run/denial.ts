import { region } from '../simulation/scope.ts';
import type { FaultTarget } from './scheduler.ts';

/**
 * The denial of a call to the role of a function that may not do it, in the words of
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function denialOf({ service, operation, resource, caller, model }: FaultTarget) {
  const { code = 'AccessDeniedException', status = 400, permission, arn } = model.denial ?? {};
  const action = `${service}:${permission?.(operation) ?? operation}`;
  const scope = { account: caller.account, region };
  return {
    kind: 'error' as const,
    code,
    status,
    message: `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${named(resource, (name) => arn?.(name, scope) ?? `arn:aws:${service}:${region}:${caller.account}:${name}`)} because no identity-based policy allows the ${action} action`,
  };
}

/** Of no resource in particular: all of them. */
const named = (resource: string | undefined, arnOf: (name: string) => string): string =>
  resource === undefined ? '*' : resource.startsWith('arn:') ? resource : arnOf(resource);
