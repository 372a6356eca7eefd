import { sub } from '../language/intrinsics.ts';
import type { Fields } from '../language/values.ts';
import { lambdaPermission } from '../resources/lambda.ts';
import { Resource } from '../resources/resource.ts';

/** Lets API Gateway invoke the function of an API's authorizer. */
export function authorizerPermission(id: string, functionArn: unknown, apiId: unknown, attributes: Fields): Resource {
  const permission = new Resource(lambdaPermission, id, { attributes });
  const source = 'arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${__ApiId__}/authorizers/*';
  permission.set('Action', 'lambda:InvokeFunction');
  permission.set('FunctionName', functionArn);
  permission.set('Principal', 'apigateway.amazonaws.com');
  permission.set('SourceArn', sub(source, { __ApiId__: apiId }));
  return permission;
}
