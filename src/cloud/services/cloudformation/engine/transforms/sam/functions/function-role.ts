import type { TransformContext } from '../context.ts';
import { InvalidResource } from '../language/errors.ts';
import { assertConditionalItems, conditional, isConditional, isNoValue, not } from '../language/intrinsics.ts';
import { type Fields, isTruthy } from '../language/values.ts';
import { samTagList } from '../resources/reserved-tags.ts';
import type { Resource } from '../resources/resource.ts';
import { executionRole } from '../roles/execution-role.ts';
import { awsPolicyArn, xrayPolicyArn } from '../roles/managed-policies.ts';
import { assumedBy, sendsDeadLetters } from '../roles/policy-documents.ts';
import { policiesOf } from '../roles/resource-policies.ts';
import { addCondition } from './added-conditions.ts';
import { deadLetterActions } from './dead-letter-queue.ts';
import { isTraced } from './lambda-function.ts';

/** The role that the function gets, unless the template gives it one. */
export function functionRole(
  resource: Resource,
  destinationPolicies: readonly Fields[],
  context: TransformContext,
): Resource {
  const basic = isTruthy(resource.get('DurableConfig'))
    ? 'service-role/AWSLambdaBasicDurableExecutionRolePolicy'
    : 'service-role/AWSLambdaBasicExecutionRole';
  const managedPolicyArns = [awsPolicyArn(context, basic)];
  if (isTraced(resource, context)) managedPolicyArns.push(xrayPolicyArn(context));
  if (isTruthy(resource.get('VpcConfig'))) {
    managedPolicyArns.push(awsPolicyArn(context, 'service-role/AWSLambdaVPCAccessExecutionRole'));
  }
  const policies = policiesOf(resource.get('Policies'));
  const policyDocuments: Fields[] = [];
  const deadLetters = resource.get('DeadLetterQueue') as Fields | undefined;
  if (deadLetters && isTruthy(deadLetters)) {
    policyDocuments.push(sendsDeadLetters(deadLetterActions.get(deadLetters.Type), deadLetters.TargetArn));
  }
  return executionRole(
    {
      ownerId: resource.logicalId,
      attributes: resource.passedAttributes,
      assumeRolePolicyDocument: resource.get('AssumeRolePolicyDocument') ?? assumedBy('lambda.amazonaws.com'),
      policies,
      managedPolicyArns,
      policyDocuments: [...policyDocuments, ...destinationPolicies],
      path: resource.get('RolePath'),
      permissionsBoundary: resource.get('PermissionsBoundary'),
      tags: samTagList(resource.logicalId, resource.get('Tags') as Fields | undefined),
    },
    context,
  );
}

/**
 * Gives the function its role: the template's, the one that was made, or one of both by a condition.
 * @returns whether the one that was made is needed
 */
export function assignRole(lambda: Resource, made: Resource, context: TransformContext): boolean {
  const given = lambda.get('Role');
  const arn = made.runtimeAttribute('arn');
  if (given === undefined) {
    lambda.set('Role', arn);
    return true;
  }
  if (!isConditional(given)) return false;
  const [condition, whenTrue, whenFalse] = conditionalItems(lambda.logicalId, context.parameters.resolve(given));
  if (isNoValue(whenTrue) && isNoValue(whenFalse)) {
    lambda.set('Role', arn);
  } else if (isNoValue(whenTrue)) {
    lambda.set('Role', conditional(condition, arn, whenFalse));
    made.setAttribute('Condition', condition);
  } else if (isNoValue(whenFalse)) {
    const inverse = `NOT${condition}`;
    lambda.set('Role', conditional(condition, whenTrue, arn));
    made.setAttribute('Condition', inverse);
    addCondition(context, lambda.logicalId, inverse, not(String(condition)));
  } else {
    return false;
  }
  return true;
}

function conditionalItems(logicalId: string, role: unknown): [unknown, unknown, unknown] {
  const items = (role as Fields)['Fn::If'];
  try {
    assertConditionalItems(items);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new InvalidResource(logicalId, `Malformed 'Role' property: ${error.message}.`);
  }
  return items;
}
