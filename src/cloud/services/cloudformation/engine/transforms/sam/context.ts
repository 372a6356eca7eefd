import type { SharedUsagePlan } from './apis/shared-usage-plan.ts';
import type { DeploymentPreferences } from './functions/deployment-preferences.ts';
import type { MappingResolver, ParameterResolver } from './language/resolve.ts';
import type { Fields } from './language/values.ts';
import type { Resource, ResourceType } from './resources/resource.ts';

/** Where the template is deployed. */
export interface Place {
  readonly region: string;
  readonly partition: string;
}

/** What a SAM resource is told when it is turned into CloudFormation's. */
export interface TransformContext extends Place {
  /** The template that is read, as plugins left it. */
  readonly template: Fields;
  /** `Resources` of the template that is read. */
  readonly declared: Readonly<Fields>;
  /** `Resources` of the template that is made, as far as it is made. */
  readonly made: Fields;
  /** `Conditions` of the template that is made; some are added to it. Undefined where the template has none. */
  readonly conditions: Fields | undefined;
  readonly parameters: ParameterResolver;
  readonly mappings: MappingResolver;
  /** The ARN of a policy that AWS manages, by its name. */
  managedPolicyArn(name: string): string | undefined;
  readonly deploymentPreferences: DeploymentPreferences;
  readonly sharedUsagePlan: SharedUsagePlan;
  /** By the id of a REST API: names of the functions that it has events of, one after the other. */
  readonly functionNames: Readonly<Record<string, string>>;
  /** Milliseconds since 1970: APIs that are deployed always have another deployment each time. */
  readonly now: number;
  /** Route 53 record set groups by their logical ids: several APIs share them. */
  readonly recordSetGroups: Map<string, Resource>;
}

/** A type of SAM's. */
export interface SamType extends ResourceType {
  /** By the property that may stand behind a dot (`!Ref Function.Alias`): the type of the generated resource. */
  readonly referable?: Readonly<Record<string, string>>;
  /**
   * The resources that stand for it, in their order. May change the resource's logical id.
   * @throws SamError
   */
  toCloudFormation(resource: Resource, context: TransformContext): Resource[];
}
