import type { SamType, TransformContext } from '../context.ts';
import { InvalidResource } from '../language/errors.ts';
import { isTruthy } from '../language/values.ts';
import { propagateTags, type Resource } from '../resources/resource.ts';
import { assertDeadLetterQueue } from './dead-letter-queue.ts';
import { applyDeploymentPreference } from './deployment-preference.ts';
import { eventInvokeConfig } from './event-invoke-config.ts';
import { eventResources, linkEvents } from './function-events.ts';
import { functionProperties } from './function-properties.ts';
import { assignRole, functionRole } from './function-role.ts';
import { assertFunctionRules, assertTenancy } from './function-rules.ts';
import { functionUrl } from './function-url.ts';
import { aliasNameOf, constructAlias } from './lambda-alias.ts';
import { constructLambdaFunction } from './lambda-function.ts';
import { codeSha256Of, constructVersion, describeCode } from './lambda-version.ts';

/** https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html */
export const samFunction: SamType = {
  type: 'AWS::Serverless::Function',
  properties: functionProperties,
  referable: {
    Alias: 'AWS::Lambda::Alias',
    Version: 'AWS::Lambda::Version',
    DestinationTopic: 'AWS::SNS::Topic',
    DestinationQueue: 'AWS::SQS::Queue',
  },
  toCloudFormation: (resource, context) => {
    const linked = linkEvents(resource, context);
    assertFunctionRules(resource);
    assertDeadLetterQueue(resource);
    assertTenancy(resource);
    const lambda = constructLambdaFunction(resource, context);
    const published = publish(resource, lambda, context);
    const alias = published.at(1);
    const urls = isTruthy(resource.get('FunctionUrlConfig')) ? functionUrl(resource, lambda, alias) : [];
    applyDeploymentPreference(resource, alias, context);
    const invocations = isTruthy(resource.get('EventInvokeConfig'))
      ? eventInvokeConfig(resource, lambda, alias, context)
      : { resources: [], policies: [] };
    const role = functionRole(resource, invocations.policies, context);
    const roles = assignRole(lambda, role, context) ? [role] : [];
    const events = eventResources(resource, { function: alias ?? lambda, role, linked }, context);
    const resources = [lambda, ...published, ...urls, ...invocations.resources, ...roles, ...events];
    propagateTags(resources, resource.get('Tags'), resource.get('PropagateTags'));
    return resources;
  },
};

/** The version and the alias, where the function has an alias. */
function publish(resource: Resource, lambda: Resource, context: TransformContext): Resource[] {
  if (!isTruthy(resource.get('AutoPublishAlias'))) {
    if (!isTruthy(resource.get('ProvisionedConcurrencyConfig'))) return [];
    throw new InvalidResource(
      resource.logicalId,
      'To set ProvisionedConcurrencyConfig AutoPublishALias must be defined on the function',
    );
  }
  const name = aliasNameOf(resource, context);
  const codeSha256 = codeSha256Of(resource, context);
  if (codeSha256 !== undefined) describeCode(lambda, resource, codeSha256, context);
  const version = constructVersion(resource, lambda, context, codeSha256);
  return [version, constructAlias(resource, name, lambda, version)];
}
