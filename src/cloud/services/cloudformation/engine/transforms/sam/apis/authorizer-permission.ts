import { ref, sub } from '../language/intrinsics.ts';
import type { Fields } from '../language/values.ts';
import { lambdaPermission } from '../resources/lambda.ts';
import { Resource } from '../resources/resource.ts';

interface Authorizer {
  /** The permission's logical id. */
  readonly id: string;
  readonly functionArn: unknown;
  readonly apiId: string;
  readonly attributes: Fields;
  /** A call where it is left out: AWS writes REST APIs' as a name. */
  readonly partition?: string;
}

/** Lets API Gateway invoke the function of an API's authorizer. */
export function authorizerPermission({ id, functionArn, apiId, attributes, ...rest }: Authorizer): Resource {
  const { partition = '${AWS::Partition}' } = rest;
  const permission = new Resource(lambdaPermission, id, { attributes });
  const source = `arn:${partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${__ApiId__}/authorizers/*`;
  permission.set('Action', 'lambda:InvokeFunction');
  permission.set('FunctionName', functionArn);
  permission.set('Principal', 'apigateway.amazonaws.com');
  permission.set('SourceArn', sub(source, { __ApiId__: ref(apiId) }));
  return permission;
}
