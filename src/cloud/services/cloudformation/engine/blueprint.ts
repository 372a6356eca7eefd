import { formatArn, partitionOf } from '../../../kernel/arns.ts';
import { UnsupportedError } from '../../../kernel/errors.ts';
import { loadSpecification, type Specification } from '../../../resource-types/specification.ts';
import type { ResourceState } from '../../../service-kit/contract.ts';
import { templateFormatError, validationError } from '../errors.ts';
import type { StackDefinition } from '../state.ts';
import { checkFunctions } from './graph/check-functions.ts';
import { checkReferences, type HasAttribute } from './graph/check-references.ts';
import { dependencyGraph, type Graph } from './graph/dependencies.ts';
import { referencesIn } from './graph/references.ts';
import { conditionsOf } from './intrinsics/conditions.ts';
import { evaluate } from './intrinsics/evaluate.ts';
import { knownAfterApply, type Scope } from './intrinsics/scope.ts';
import { checkRules } from './parameters/check-rules.ts';
import { parameterScope } from './parameters/parameter-values.ts';
import { isCustomType } from './specification/check-types.ts';
import { madeTextsMax } from './template/limits.ts';
import type { OutputDeclaration, ResourceDeclaration, Template } from './template/template.ts';

/** Where a stack lives, and who it is. */
export interface StackPlace {
  readonly account: string;
  readonly region: string;
  readonly stackId: string;
  readonly stackName: string;
  /** The value that another stack exports; undefined when nobody does. */
  readonly exported: (name: string) => string | undefined;
  /** An output of another stack; undefined when there is no such stack or output. */
  readonly stackOutput: (wanted: StackOutputName) => string | undefined;
}

/** What `Fn::GetStackOutput` names. */
export interface StackOutputName {
  readonly stackName: string;
  readonly outputName: string;
  readonly region?: string | undefined;
  readonly account?: string | undefined;
}

/** A definition made ready to be worked on: conditions are decided, the graph is known and free of cycles. */
export interface Blueprint {
  readonly template: Template;
  /** What the conditions leave. */
  readonly resources: ReadonlyMap<string, ResourceDeclaration>;
  readonly outputs: ReadonlyMap<string, OutputDeclaration>;
  readonly graph: Graph;
  /** Properties as far as they are known before the deployment, by logical id. */
  readonly planned: ReadonlyMap<string, unknown>;
  /** Names of exports that this stack uses. */
  readonly imports: readonly string[];
  /** The first of them that nobody exports: no deployment can succeed. */
  readonly missingImport: string | undefined;
  readonly specification: Specification;
  scope(resource: (logicalId: string) => ResourceState | undefined): Scope;
}

/** What of a definition its functions can ask for. */
type Definition = Pick<StackDefinition, 'parameters' | 'notificationArns'>;

/** Throws AWS's ValidationError for whatever in the template cannot work. */
export async function makeBlueprint(template: Template, definition: Definition, place: StackPlace): Promise<Blueprint> {
  const specification = await loadSpecification();
  checkPolicies(template);
  checkFunctions(template);
  checkReferences(template, attributeCheck(specification));
  const { scope, condition } = scopes(template, definition, place);
  checkRules(
    template.rules,
    scope(() => undefined),
  );
  const resources = active(template.resources, condition);
  const outputs = active(template.outputs, condition);
  const values = [...resources.values(), ...outputs.values()];
  const trial = { ...scope(() => undefined), spend: textBudget() };
  const imports = importsOf(values, trial);
  const missingImport = imports.find((name) => place.exported(name) === undefined);
  // What only the deployment will tell is left open: whatever fails now is the template's own mistake.
  const planned = new Map(Array.from(resources, ([key, { Properties }]) => [key, evaluate(Properties, trial)]));
  for (const { Value } of outputs.values()) assertOutputText(evaluate(Value, trial));
  const graph = dependencyGraph(resources, condition);
  return { template, resources, outputs, planned, graph, imports, missingImport, specification, scope };
}

/** The scope of functions, and the conditions, which are decided in a scope without resources. */
function scopes(template: Template, definition: Definition, place: StackPlace) {
  const base = {
    parameters: parameterScope(template.parameters, definition.parameters),
    pseudo: { ...pseudoParameters(place), 'AWS::NotificationARNs': definition.notificationArns ?? [] },
    mappings: template.mappings,
    hasResource: (logicalId: string) => Object.hasOwn(template.resources, logicalId),
    missingAttribute: (logicalId: string, name: string) =>
      missingAttribute(template.resources[logicalId]?.Type ?? '', logicalId, name, place),
    // What nobody exports fails the deployment when it begins; plans are made without it.
    importValue: (name: string) => place.exported(name) ?? knownAfterApply,
    stackOutput: place.stackOutput,
    parametersOfType: (type: string) =>
      definition.parameters.flatMap(({ key, given, resolved }) =>
        template.parameters[key]?.Type === type ? [resolved ?? given] : [],
      ),
    spend: textBudget(),
  };
  const condition = conditionsOf(template.conditions, (conditions) => ({
    ...base,
    condition: conditions,
    resource: () => undefined,
  }));
  // Decided now, so that a broken condition is an answer to the request and not to the first resource that asks.
  for (const name of Object.keys(template.conditions)) condition(name);
  const scope: Blueprint['scope'] = (resource) => ({ ...base, condition, resource });
  return { scope, condition };
}

/** Of what users make themselves nobody knows beforehand what it has. */
function missingAttribute(type: string, logicalId: string, name: string, { stackId }: StackPlace): Error {
  if (isCustomType(type)) {
    return validationError(
      `CustomResource attribute error: Vendor response doesn't contain ${name} attribute in object ${stackId}|${logicalId}`,
    );
  }
  if (type === 'AWS::CloudFormation::Stack') {
    return validationError(
      `Template error: resource ${logicalId} does not support attribute type ${name} in Fn::GetAtt`,
    );
  }
  return new UnsupportedError(`attribute ${name} of resource ${logicalId} in Fn::GetAtt`);
}

/** Where it is known already that an output is no text, nothing is begun. */
function assertOutputText(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  throw templateFormatError('The Value field of every Outputs member must evaluate to a String.');
}

/** What would go beyond is not counted: the texts of the rollback that it leads to still have their room. */
function textBudget(): Scope['spend'] {
  let left = madeTextsMax;
  return (characters) => {
    if (characters > left) {
      throw validationError(`Template error: functions make texts of more than ${madeTextsMax} characters in all`);
    }
    left -= characters;
  };
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html */
const pseudoParameters = ({ account, region, stackId, stackName }: StackPlace) => ({
  'AWS::AccountId': account,
  'AWS::Partition': partitionOf(region),
  'AWS::Region': region,
  'AWS::StackId': stackId,
  'AWS::StackName': stackName,
  'AWS::URLSuffix': region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com',
});

/** What is left of a section when conditions that are false have taken theirs. */
function active<T extends { readonly Condition?: string }>(
  entries: Readonly<Record<string, T>>,
  condition: (name: string) => boolean,
): ReadonlyMap<string, T> {
  return new Map(
    Object.entries(entries).filter(([, entry]) => entry.Condition === undefined || condition(entry.Condition)),
  );
}

/** Names of all exports that are used. */
function importsOf(values: readonly unknown[], scope: Scope): string[] {
  const names = new Set<string>();
  for (const reference of referencesIn(values, scope.condition)) {
    if (reference.kind !== 'import') continue;
    names.add(String(evaluate(reference.argument, scope)));
  }
  return [...names];
}

/** Types whose attributes nobody can list: what they answer is up to a template or a function. */
const isOpen = (type: string): boolean =>
  type === 'AWS::CloudFormation::Stack' ||
  type === 'AWS::CloudFormation::CustomResource' ||
  type.startsWith('Custom::');

const attributeCheck =
  (specification: Specification): HasAttribute =>
  (type, attribute) => {
    const known = isOpen(type) ? undefined : specification[type];
    return known && (known.a?.includes(attribute) || Object.hasOwn(known.p, attribute));
  };

const policies: ReadonlySet<string> = new Set(['Delete', 'Retain', 'RetainExceptOnCreate', 'Snapshot']);

/** Policies that are functions are looked at when the resource is worked on. */
function checkPolicies(template: Template): void {
  for (const [logicalId, { DeletionPolicy, UpdateReplacePolicy, Type }] of Object.entries(template.resources)) {
    for (const policy of [DeletionPolicy, UpdateReplacePolicy]) {
      if (typeof policy !== 'string') continue;
      if (!policies.has(policy))
        throw validationError(`Template error: Invalid DeletionPolicy resources: [${logicalId}]`);
      // The types that can be snapshotted belong to services that are not here.
      if (policy === 'Snapshot') throw new UnsupportedError(`the policy Snapshot of ${Type}`);
    }
  }
}

/** `arn:aws:cloudformation:…:stack/name/uuid` */
export const stackArn = (place: Pick<StackPlace, 'account' | 'region'>, name: string, uuid: string) =>
  formatArn({
    service: 'cloudformation',
    region: place.region,
    account: place.account,
    resource: `stack/${name}/${uuid}`,
  });
