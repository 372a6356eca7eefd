import { SharedUsagePlan } from './apis/shared-usage-plan.ts';
import { extractConnectors } from './connectors/embedded.ts';
import type { Place, SamType, TransformContext } from './context.ts';
import { DeploymentPreferences } from './functions/deployment-preferences.ts';
import { collecting } from './language/collecting.ts';
import { DuplicateLogicalId, InvalidDocument, type SamError } from './language/errors.ts';
import { orderLegacyParts } from './language/legacy/legacy-template.ts';
import { pythonText } from './language/python-text.ts';
import { MappingResolver, ParameterResolver, resolveIds, resolveReferences } from './language/resolve.ts';
import { ResourceReferences } from './language/resource-references.ts';
import { copyOf, type Fields, has, isMap, isTruthy, member } from './language/values.ts';
import { assertTemplate } from './parse.ts';
import { createPlugins } from './plugins/plugins.ts';
import { Resource } from './resources/resource.ts';
import { rankOf, samTypes } from './sam-types.ts';
import { isUnique } from './unique-ids.ts';

export interface Translation extends Place {
  /** Values that the template's parameters were given. */
  readonly parameters: Readonly<Fields>;
  managedPolicyArn(name: string): string | undefined;
  readonly now: number;
}

/**
 * The template with CloudFormation's resources in the place of SAM's. The one that is given is changed on the way.
 * @throws InvalidDocument with all that is wrong
 */
export function translate(template: Fields, { parameters: given, region, partition, ...rest }: Translation): Fields {
  assertTemplate(template);
  orderLegacyParts(template, given as Fields);
  const parameters = withDefaults(template, given, region, partition);
  const plugins = createPlugins({ parameters, region, partition });
  for (const plugin of plugins) plugin.beforeTemplate?.(template);

  const declared = template.Resources as Record<string, Fields>;
  const errors: SamError[] = [];
  extractConnectors(declared, errors);
  const result = copyOf(template);
  const made = result.Resources as Fields;
  const context: Omit<TransformContext, 'functionNames'> = {
    region,
    partition,
    template,
    declared,
    made,
    conditions: member(result, 'Conditions') as Fields | undefined,
    parameters: new ParameterResolver(parameters),
    mappings: new MappingResolver(has(result, 'Mappings') ? result.Mappings : {}),
    managedPolicyArn: rest.managedPolicyArn,
    now: rest.now,
    deploymentPreferences: new DeploymentPreferences(partition),
    sharedUsagePlan: new SharedUsagePlan(),
    recordSetGroups: new Map(),
  };

  const ids = new Map<string, string>();
  const references = new ResourceReferences();
  const functionNames = new FunctionNames(context.parameters);
  for (const [logicalId, entry, kind] of inOrder(declared)) {
    collecting(errors, () => {
      const resource = Resource.read(kind, logicalId, entry, undefined, (properties) => {
        for (const plugin of plugins) plugin.beforeResource?.(logicalId, kind.type, properties);
      });
      const names = functionNames.withEventsOf(entry);
      const generated = kind.toCloudFormation(resource, { ...context, functionNames: names });
      addReferences(kind, resource.logicalId, generated, references);
      if (logicalId !== resource.logicalId) ids.set(logicalId, resource.logicalId);
      delete made[logicalId];
      for (const one of generated) {
        if (isUnique(one, declared)) made[one.logicalId] = one.write();
        else errors.push(new DuplicateLogicalId(logicalId, one.logicalId, one.type));
      }
    });
  }
  Object.assign(made, context.deploymentPreferences.resources(context.conditions, errors));
  for (const plugin of plugins) plugin.afterTemplate?.(result);
  delete result.Transform;
  if (errors.length > 0) throw new InvalidDocument(errors);
  for (const plugin of plugins) plugin.assertEmulated?.();
  renameDependencies(result, ids);
  return resolveReferences(resolveIds(result, ids), references) as Fields;
}

function withDefaults(template: Fields, given: Readonly<Fields>, region: string, partition: string): Fields {
  const parameters = copyOf(given) as Fields;
  if (isMap(template.Parameters)) {
    for (const [name, declaration] of Object.entries(template.Parameters)) {
      if (!has(parameters, name) && isMap(declaration) && has(declaration, 'Default')) {
        parameters[name] = declaration.Default;
      }
    }
  }
  return { 'AWS::Region': region, 'AWS::Partition': partition, ...parameters };
}

function inOrder(declared: Record<string, Fields>): [string, Fields, SamType][] {
  const known = Object.entries(declared).flatMap(([id, entry]): [string, Fields, SamType][] => {
    const kind = samTypes.get(entry.Type);
    return kind ? [[id, entry, kind]] : [];
  });
  return known.sort(([, , a], [, , b]) => rankOf(a.type) - rankOf(b.type));
}

function addReferences(
  { referable = {} }: SamType,
  logicalId: string,
  generated: readonly Resource[],
  references: ResourceReferences,
): void {
  // Where there are several of a type, the last is meant.
  const idOf = new Map(generated.map((resource) => [resource.type, resource.logicalId]));
  for (const [property, type] of Object.entries(referable)) {
    const id = idOf.get(type);
    if (id !== undefined) references.add(logicalId, property, id);
  }
}

/** `DependsOn` goes along with ids that were changed, wherever it stands. */
function renameDependencies(value: unknown, ids: ReadonlyMap<string, string>): void {
  if (Array.isArray(value)) for (const item of value) renameDependencies(item, ids);
  if (!isMap(value)) return;
  const { DependsOn } = value;
  if (typeof DependsOn === 'string') value.DependsOn = ids.get(DependsOn) ?? DependsOn;
  if (Array.isArray(DependsOn)) value.DependsOn = DependsOn.map((id) => ids.get(id) ?? id);
  for (const entry of Object.values(value)) renameDependencies(entry, ids);
}

/** Names of functions by the REST APIs that their events name: an API whose functions change is deployed again. */
class FunctionNames {
  readonly #parameters: ParameterResolver;
  readonly #names: Record<string, string[]> = {};

  constructor(parameters: ParameterResolver) {
    this.#parameters = parameters;
  }

  /** All names that were met, and those of this entry. */
  withEventsOf(entry: Fields): Readonly<Record<string, string>> {
    const name = member(entry.Properties, 'FunctionName');
    const events = entry.Type === 'AWS::Serverless::Function' ? member(entry.Properties, 'Events') : undefined;
    for (const event of isMap(events) ? Object.values(events) : []) {
      const api =
        member(event, 'Type') === 'Api' ? restApiId(member(member(event, 'Properties'), 'RestApiId')) : undefined;
      if (api === undefined) continue;
      const resolved = this.#parameters.resolve(copyOf(name));
      if (isTruthy(resolved)) this.#names[api] = [...(this.#names[api] ?? []), pythonText(resolved)];
    }
    return Object.fromEntries(Object.entries(this.#names).map(([api, names]) => [api, names.join('')]));
  }
}

const restApiId = (value: unknown): string | undefined => {
  const id = member(value, 'Ref') ?? value;
  return typeof id === 'string' && id !== '' ? id : undefined;
};
