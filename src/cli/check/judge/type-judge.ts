import { awsTypes } from '../../../cloud/resource-types/known-types.ts';
import { loadSpecification, type Specification } from '../../../cloud/resource-types/specification.ts';
import type { AnyService, ResourceType } from '../../../cloud/service-kit/contract.ts';
import { isDeclared } from '../../../cloud/service-kit/resource-type.ts';
import { type StoredOnly, storedOnlyOf } from '../../../cloud/service-kit/stored-only.ts';
import { isCustomType, isEngineType } from '../../../cloud/services/cloudformation/engine/specification/check-types.ts';
import { emulated, type Judgement, refused, storedOnly, unknown } from '../finding.ts';
import { nearestName } from './nearest-name.ts';

/** What CloudFormation types, their properties and attributes are here, by the tables of the services that own them. */
export class TypeJudge {
  readonly #owned: ReadonlyMap<string, ResourceType>;
  readonly #storedOnly: StoredOnly;
  readonly #specification: Specification;
  readonly #names: readonly string[];

  private constructor(services: readonly AnyService[], specification: Specification, names: readonly string[]) {
    this.#owned = new Map(services.flatMap(({ resources = {} }) => Object.entries(resources)));
    this.#storedOnly = storedOnlyOf(services);
    this.#specification = specification;
    this.#names = names;
  }

  static async of(services: readonly AnyService[]): Promise<TypeJudge> {
    return new TypeJudge(services, await loadSpecification(), await awsTypes());
  }

  /** Whether something here makes resources of the type. */
  isMade(type: string): boolean {
    return isCustomType(type) || isEngineType(type) || this.#owned.has(type);
  }

  type(type: string): Judgement {
    if (this.isMade(type)) return this.#storedOrEmulated(type);
    if (this.#names.includes(type)) return refused(this.#absence(type));
    const [vendor = ''] = type.split('::');
    // Of the registry, by other vendors, or modules: names that nobody can tell from typos.
    if (vendor !== 'AWS' && (/^[A-Z]\w*::\w+::\w+/.test(type) || type.endsWith('::MODULE')))
      return refused('extensions of the CloudFormation registry are not emulated');
    return unknown('AWS has no such type', nearestName(type, [...this.#names, 'AWS::CloudFormation::CustomResource']));
  }

  property(type: string, name: string): Judgement {
    const owner = this.#owned.get(type);
    if (!owner || owner.properties.includes('*')) return emulated;
    if (owner.properties.includes(name)) return this.#storedOrEmulated(`${type}.${name}`);
    const reason = isDeclared(owner) && Object.hasOwn(owner.refused, name) ? owner.refused[name] : undefined;
    if (reason !== undefined) return refused(reason);
    const specified = Object.keys(this.#specification[type]?.p ?? {});
    if (specified.includes(name)) return refused('this property is not emulated');
    return unknown('the type has no such property', nearestName(name, specified));
  }

  /** A type by its name in small letters with underscores, as the Cloud Control provider of Terraform has it. */
  named(name: string): string | undefined {
    const wanted = name.replaceAll('_', '');
    return this.#names.find((type) => type.replace('AWS::', '').replaceAll('::', '').toLowerCase() === wanted);
  }

  /** What `Fn::GetAtt` may ask of a type. */
  attribute(type: string, name: string): Judgement {
    const owner = this.#owned.get(type);
    if (!owner || !isDeclared(owner) || owner.properties.includes('*')) return emulated;
    if (owner.attributes.includes(name)) return emulated;
    const reason = Object.hasOwn(owner.missing, name) ? owner.missing[name] : undefined;
    if (reason !== undefined) return refused(reason);
    const { p = {}, a = [] } = this.#specification[type] ?? {};
    // What a type answers of attributes that lead into structures is up to it.
    if (a.includes(name) || Object.hasOwn(p, name) || name.includes('.')) return emulated;
    return unknown('the type has no such attribute', nearestName(name, a));
  }

  #storedOrEmulated(setting: string): Judgement {
    const reason = Object.hasOwn(this.#storedOnly, setting) ? this.#storedOnly[setting] : undefined;
    return reason === undefined ? emulated : storedOnly(reason);
  }

  #absence(type: string): string {
    const service = type.split('::').slice(0, 2).join('::');
    const hasOthers = [...this.#owned.keys()].some((name) => name.startsWith(`${service}::`));
    return hasOthers ? `other types of ${service} are emulated, this one is not` : `nothing of ${service} is emulated`;
  }
}
