import { templateFormatError, validationError } from '../../errors.ts';
import type { Template } from '../template/template.ts';
import { type Reference, referencesIn } from './references.ts';

const pseudoParameters: ReadonlySet<string> = new Set([
  'AWS::AccountId',
  'AWS::NoValue',
  'AWS::NotificationARNs',
  'AWS::Partition',
  'AWS::Region',
  'AWS::StackId',
  'AWS::StackName',
  'AWS::URLSuffix',
]);

/** Whether a resource type has an attribute; undefined when the type is not known. */
export type HasAttribute = (type: string, attribute: string) => boolean | undefined;

/** Throws AWS's complaint when the template names what it does not declare. */
export function checkReferences(template: Template, hasAttribute: HasAttribute): void {
  checkBlock(template, 'Resources', resourceValues(template), hasAttribute);
  checkBlock(template, 'Outputs', Object.values(template.outputs), hasAttribute);
  for (const [logicalId, resource] of Object.entries(template.resources)) {
    const missing = resource.DependsOn.filter((name) => !Object.hasOwn(template.resources, name));
    if (missing.length > 0) throw unresolved(missing, 'Resources');
    checkCondition(template, resource.Condition, 'Resources');
    if (resource.DependsOn.includes(logicalId)) {
      throw validationError(`Circular dependency between resources: [${logicalId}]`);
    }
  }
  for (const output of Object.values(template.outputs)) checkCondition(template, output.Condition, 'Outputs');
  for (const condition of Object.values(template.conditions)) checkConditionBody(template, condition);
}

const resourceValues = (template: Template): unknown[] =>
  Object.values(template.resources).map(({ Properties, DeletionPolicy, UpdateReplacePolicy }) => [
    Properties,
    DeletionPolicy,
    UpdateReplacePolicy,
  ]);

/** AWS names all unresolved names of a block in one answer. */
function checkBlock(template: Template, block: string, values: readonly unknown[], hasAttribute: HasAttribute): void {
  const references = referencesIn(values);
  const missing = namesOf(references).filter((name) => !isKnown(template, name));
  if (missing.length > 0) throw unresolved([...new Set(missing)], block);
  for (const reference of references) {
    if (reference.kind === 'condition') checkCondition(template, reference.name, block);
    if (reference.kind === 'attribute') checkAttribute(template, reference, hasAttribute);
  }
}

const namesOf = (references: readonly Reference[]): string[] =>
  references.flatMap((reference) => (reference.kind === 'ref' ? [reference.name] : []));

const isKnown = (template: Template, name: string): boolean =>
  pseudoParameters.has(name) || Object.hasOwn(template.parameters, name) || Object.hasOwn(template.resources, name);

const unresolved = (names: readonly string[], block: string) =>
  templateFormatError(`Unresolved resource dependencies [${names.join(', ')}] in the ${block} block of the template`);

function checkCondition(template: Template, condition: string | undefined, block: string): void {
  if (condition === undefined || Object.hasOwn(template.conditions, condition)) return;
  throw templateFormatError(`Unresolved condition dependency ${condition} in the ${block} block of the template`);
}

/** Conditions are decided before there are resources. */
function checkConditionBody(template: Template, condition: unknown): void {
  const missing = namesOf(referencesIn(condition)).filter(
    (reference) => !isKnown({ ...template, resources: {} }, reference),
  );
  if (missing.length === 0) return;
  throw templateFormatError(
    `Unresolved dependencies [${missing.join(', ')}]. Cannot reference resources in the Conditions block of the template`,
  );
}

/** Types that nobody described pass: whether they have the attribute shows when it is read. */
function checkAttribute(
  template: Template,
  { name, attribute }: Extract<Reference, { kind: 'attribute' }>,
  hasAttribute: HasAttribute,
): void {
  const resource = Object.hasOwn(template.resources, name) ? template.resources[name] : undefined;
  if (!resource) throw validationError(`Template error: instance of Fn::GetAtt references undefined resource ${name}`);
  if (typeof attribute !== 'string' || hasAttribute(resource.Type, attribute) !== false) return;
  throw validationError(`Template error: resource ${name} does not support attribute type ${attribute} in Fn::GetAtt`);
}
