import { hashOf } from '../../language/logical-id.ts';
import { isAlphanumeric } from '../../language/python-text.ts';
import { lambdaPermission } from '../../resources/lambda.ts';
import { Resource } from '../../resources/resource.ts';
import { functionNameOf } from '../invoked-function.ts';

export interface Invocation {
  readonly principal: string;
  readonly sourceArn?: unknown;
  readonly sourceAccount?: unknown;
  readonly eventSourceToken?: unknown;
  /** The end of the permission's id: the name of a stage. A hash of it where it is not alphanumeric. */
  readonly suffix?: string;
}

/**
 * Lets a service invoke a function.
 * @param invoked the function, or an alias
 * @param prefix the start of the permission's id, an event's id for the most part
 */
export function permissionOf(prefix: string, invoked: Resource, invocation: Invocation): Resource {
  const { suffix = '' } = invocation;
  const end = isAlphanumeric(suffix) ? suffix : hashOf(suffix);
  const { passedAttributes: attributes } = invoked;
  const permission = new Resource(lambdaPermission, `${prefix}Permission${end}`, { attributes });
  permission.set('Action', 'lambda:InvokeFunction');
  permission.set('FunctionName', functionNameOf(invoked));
  permission.set('Principal', invocation.principal);
  permission.set('SourceArn', invocation.sourceArn);
  permission.set('SourceAccount', invocation.sourceAccount);
  permission.set('EventSourceToken', invocation.eventSourceToken);
  return permission;
}
