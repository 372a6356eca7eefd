import type { Fault } from '../../cloud/kernel/faults/faults.ts';
import { region } from '../simulation/scope.ts';
import type { FaultTarget } from './scheduler.ts';

/** Services whose protocol or model has a shorter code than most. */
const shortCode: ReadonlySet<string> = new Set(['s3', 'sqs', 'sns', 'iam', 'sts', 'cloudformation', 'ec2']);
/** JSON services say 400; those of REST protocols, and queries, say 403. */
const badRequest: ReadonlySet<string> = new Set([
  'dynamodb',
  'secretsmanager',
  'ssm',
  'kms',
  'kinesis',
  'states',
  'events',
]);

/**
 * The denial of a call to the role of a function that may not do it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function denialOf({ service, operation, resource, caller }: FaultTarget): Fault {
  const action = `${service}:${actionOf(service, operation)}`;
  const arn = arnOf(service, resource ?? '*', caller.account);
  return {
    kind: 'error',
    code: shortCode.has(service) ? 'AccessDenied' : 'AccessDeniedException',
    status: badRequest.has(service) ? 400 : 403,
    message: `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${arn} because no identity-based policy allows the ${action} action`,
  };
}

/** Some operations are permitted under another name; SQS writes its actions small. */
function actionOf(service: string, operation: string): string {
  if (service === 'lambda' && operation.startsWith('Invoke')) return 'InvokeFunction';
  if (service === 's3' && /^(?:Head|List)Objects?/.test(operation))
    return operation.startsWith('Head') ? 'GetObject' : 'ListBucket';
  return service === 'sqs' ? operation.toLowerCase() : operation;
}

function arnOf(service: string, resource: string, account: string): string {
  if (resource === '*' || resource.startsWith('arn:')) return resource;
  const inAccount = (name: string): string => `arn:aws:${service}:${region}:${account}:${name}`;
  switch (service) {
    case 'dynamodb':
      return inAccount(`table/${resource}`);
    case 'lambda':
      return inAccount(`function:${resource}`);
    case 'secretsmanager':
      return inAccount(`secret:${resource}`);
    case 'ssm':
      return inAccount(`parameter/${resource.replace(/^\//, '')}`);
    case 's3':
      return `arn:aws:s3:::${resource}`;
    default:
      return inAccount(resource.split('/').at(-1) ?? resource);
  }
}
