import type { TransformContext } from '../context.ts';
import { InvalidResource } from '../language/errors.ts';
import {
  andCondition,
  assertConditionalItems,
  conditional,
  isConditional,
  isNoValue,
  not,
} from '../language/intrinsics.ts';
import { hashOf } from '../language/logical-id.ts';
import { pythonRepresentation, pythonText } from '../language/python-text.ts';
import { type Fields, isNothing, isTruthy } from '../language/values.ts';
import { Resource, type ResourceType } from '../resources/resource.ts';
import { snsTopic } from '../resources/sns.ts';
import { sqsQueue } from '../resources/sqs.ts';
import {
  invokesFunction,
  publishesToTopic,
  putsEvents,
  putsObjects,
  sendsMessages,
} from '../roles/policy-documents.ts';
import { addCondition } from './added-conditions.ts';

interface DestinationType {
  readonly policy: (arn: unknown, id: string) => Fields;
  /** What is made where the template names none. */
  readonly made?: { readonly kind: ResourceType; readonly suffix: string };
}

const types: ReadonlyMap<unknown, DestinationType> = new Map<unknown, DestinationType>([
  ['SQS', { policy: sendsMessages, made: { kind: sqsQueue, suffix: 'Queue' } }],
  ['SNS', { policy: publishesToTopic, made: { kind: snsTopic, suffix: 'Topic' } }],
  ['EventBridge', { policy: putsEvents }],
  ['Lambda', { policy: invokesFunction }],
  ['S3Bucket', { policy: putsObjects }],
]);

/** AWS: of a condition's name. */
const nameCharsMax = 255;

export interface InvocationDestination {
  readonly arn: unknown;
  readonly policy: Fields;
  readonly resource?: Resource;
}

/**
 * Where outcomes of asynchronous invocations are sent. A queue or a topic is made where there is none, or where there
 * may be none.
 * @throws InvalidResource
 */
export function invocationDestination(
  resource: Resource,
  declared: Fields,
  { name, configId }: { readonly name: string; readonly configId: string },
  context: TransformContext,
): InvocationDestination {
  const type = types.get(declared.Type);
  if (!type) {
    throw new InvalidResource(
      resource.logicalId,
      `'Type: ${pythonText(declared.Type)}' must be one of ${pythonRepresentation([...types.keys()])}`,
    );
  }
  const { Destination: given } = declared;
  const id = configId + name;
  const absent = whenAbsent(given, configId, context);
  if (!isNothing(given) && !absent) return { arn: given, policy: type.policy(given, id) };
  const condition = bothHold(resource, absent?.condition, context);
  if (!type.made) {
    throw new InvalidResource(resource.logicalId, "Destination is required if Type is not ['SQS', 'SNS']");
  }
  const made = new Resource(type.made.kind, id + type.made.suffix, { attributes: resource.passedAttributes });
  if (isTruthy(condition)) made.setAttribute('Condition', condition);
  const own = made.runtimeAttribute('arn');
  const arn = absent && isTruthy(absent.condition) ? conditional(absent.condition, own, absent.given) : own;
  return { arn, policy: type.policy(arn, id), resource: made };
}

interface Absence {
  /** The condition under which the template names none. */
  readonly condition: string;
  /** What it names otherwise. */
  readonly given: unknown;
}

function whenAbsent(destination: unknown, configId: string, context: TransformContext): Absence | undefined {
  if (!isConditional(destination)) return undefined;
  const items = destination['Fn::If'];
  try {
    assertConditionalItems(items);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new InvalidResource(configId, `Malformed 'Destination' property: ${error.message}.`);
  }
  const [condition, whenTrue, whenFalse] = items;
  const neither = isNoValue(whenTrue) && isNoValue(whenFalse);
  if (neither || (!isNoValue(whenTrue) && !isNoValue(whenFalse))) return undefined;
  const holds = String(condition);
  if (isNoValue(whenTrue)) return { condition: holds, given: whenFalse };
  const inverse = generatedName(`NOT${holds}`, configId);
  addCondition(context, configId, inverse, not(holds));
  return { condition: inverse, given: whenTrue };
}

/** The condition of the function and the one of the destination, as one. */
function bothHold(resource: Resource, condition: string | undefined, context: TransformContext): unknown {
  const own = resource.passedAttributes.Condition;
  if (isNothing(own)) return condition;
  if (condition === undefined) return own;
  const name = generatedName(`${own}AND${condition}`, resource.logicalId);
  addCondition(context, resource.logicalId, name, andOf(own, condition));
  return name;
}

/** AWS's transform wraps the conditions once more than it needs to. */
const andOf = (...names: readonly unknown[]): Fields => andCondition(names.map((Condition) => ({ Condition })));

function generatedName(name: string, hashed: string): string {
  return (name + hashOf(hashed)).slice(0, nameCharsMax);
}
