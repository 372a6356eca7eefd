import { InvalidResource } from '../language/errors.ts';
import { expectMap } from '../language/expect.ts';
import { isIntrinsic } from '../language/intrinsics.ts';
import { type Fields, isTruthy, member } from '../language/values.ts';
import { lambdaPermission, lambdaUrl } from '../resources/lambda.ts';
import { isABoolean, isAList, isAnInteger } from '../resources/property.ts';
import { Resource } from '../resources/resource.ts';

/** Python's names of the types that are expected. */
const corsTypes = {
  AllowOrigins: 'list',
  AllowMethods: 'list',
  AllowCredentials: 'bool',
  AllowHeaders: 'list',
  ExposeHeaders: 'list',
  MaxAge: 'int',
} as const;
const corsChecks = { list: isAList, bool: isABoolean, int: isAnInteger } as const;

/**
 * The URL, and what lets everybody call it where it asks for no signature.
 * @throws InvalidResource
 */
export function functionUrl(resource: Resource, lambda: Resource, alias: Resource | undefined): Resource[] {
  const config = resource.get('FunctionUrlConfig') as Fields;
  assertAuthType(lambda.logicalId, config);
  assertCors(lambda.logicalId, config);
  const attributes = resource.passedAttributes;
  const target = alias ? alias.runtimeAttribute('arn') : lambda.runtimeAttribute('name');
  const url = new Resource(lambdaUrl, `${lambda.logicalId}Url`, { attributes });
  if (isTruthy(config.Cors)) url.set('Cors', config.Cors);
  url.set('AuthType', config.AuthType);
  url.set('TargetFunctionArn', target);
  url.set('InvokeMode', config.InvokeMode);
  if (config.AuthType !== 'NONE') return [url];

  const viaUrl = new Resource(lambdaPermission, `${lambda.logicalId}UrlPublicPermissions`, { attributes });
  viaUrl.set('Action', 'lambda:InvokeFunctionUrl');
  viaUrl.set('FunctionName', target);
  viaUrl.set('Principal', '*');
  viaUrl.set('FunctionUrlAuthType', 'NONE');
  const invoke = new Resource(lambdaPermission, `${lambda.logicalId}URLInvokeAllowPublicAccess`, { attributes });
  invoke.set('Action', 'lambda:InvokeFunction');
  invoke.set('Principal', '*');
  invoke.set('FunctionName', target);
  invoke.set('InvokedViaFunctionUrl', true);
  return [url, viaUrl, invoke];
}

function assertAuthType(id: string, config: Fields): void {
  const { AuthType: type } = config;
  if (isIntrinsic(config) || isIntrinsic(type) || type === 'AWS_IAM' || type === 'NONE') return;
  throw new InvalidResource(
    id,
    'AuthType is required to configure function property `FunctionUrlConfig`. Please provide either AWS_IAM or NONE.',
  );
}

function assertCors(id: string, config: Fields): void {
  const cors = member(config, 'Cors');
  if (isIntrinsic(config) || !isTruthy(cors) || isIntrinsic(cors)) return;
  for (const [name, value] of Object.entries(expectMap(cors, { id, path: 'FunctionUrlConfig.Cors' }))) {
    if (!Object.hasOwn(corsTypes, name)) {
      throw new InvalidResource(id, `${name} is not a valid property for configuring Cors.`);
    }
    const type = corsTypes[name as keyof typeof corsTypes];
    if (!isIntrinsic(value) && !corsChecks[type](value)) {
      throw new InvalidResource(id, `${name} must be of type ${type}.`);
    }
  }
}
