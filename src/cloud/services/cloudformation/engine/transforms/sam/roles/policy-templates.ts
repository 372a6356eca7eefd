import { InvalidResource } from '../language/errors.ts';
import { onlyKey } from '../language/intrinsics.ts';
import { pythonRepresentation } from '../language/python-text.ts';
import { copyOf, type Fields, has, isMap } from '../language/values.ts';
import templates from './policy-templates.json' with { type: 'json' };

interface PolicyTemplate {
  /** Names of the values that it takes. */
  readonly parameters: readonly string[];
  /** A policy document with `Ref` for the values. */
  readonly definition: unknown;
}

/** https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-policy-template-list.html */
const policyTemplates: ReadonlyMap<string, PolicyTemplate> = new Map(Object.entries(templates));

/** `{ SQSPollerPolicy: { QueueName } }`: a map whose only member is the name of a template. */
export function isPolicyTemplate(policy: unknown): policy is Fields {
  const name = onlyKey(policy);
  return name !== undefined && policyTemplates.has(name);
}

/**
 * The policy document that a template stands for.
 * @throws InvalidResource in the name of the resource that has it
 */
export function policyOfTemplate(logicalId: string, policy: Fields): unknown {
  const [name = ''] = Object.keys(policy);
  const template = policyTemplates.get(name);
  const values = policy[name];
  if (!template) throw new InvalidResource(logicalId, `Template with name '${name}' is not found`);
  if (!isMap(values)) {
    throw new InvalidResource(logicalId, `Must specify valid parameter values for policy template '${name}'`);
  }
  const missing = template.parameters.filter((parameter) => !has(values, parameter));
  if (missing.length > 0) {
    throw new InvalidResource(
      logicalId,
      `Following required parameters of template '${name}' don't have values: ${pythonRepresentation(missing)}`,
    );
  }
  return withValues(copyOf(template.definition), values, template.parameters);
}

/** Pseudo parameters, and `Ref`s within the values, stay. */
function withValues(node: unknown, values: Fields, parameters: readonly string[]): unknown {
  if (Array.isArray(node)) return node.map((item) => withValues(item, values, parameters));
  if (!isMap(node)) return node;
  if (onlyKey(node) === 'Ref' && parameters.includes(String(node.Ref))) return values[String(node.Ref)];
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, withValues(value, values, parameters)]));
}
