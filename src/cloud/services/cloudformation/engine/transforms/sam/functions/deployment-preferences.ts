import { collecting } from '../language/collecting.ts';
import { InvalidResource, type SamError } from '../language/errors.ts';
import { combinedCondition, ref } from '../language/intrinsics.ts';
import { type Fields, isEqual, isMap, isNothing, isTruthy } from '../language/values.ts';
import {
  applicationId,
  codeDeployApplication,
  codeDeployRole,
  type DeploymentPreference,
  deploymentGroup,
} from './code-deploy.ts';

/** The function that says it. */
export interface Deployed {
  readonly logicalId: string;
  readonly condition: unknown;
  readonly tags: Fields | undefined;
  readonly propagatesTags: boolean;
}

const aggregateCondition = 'ServerlessCodeDeployCondition';

/** What functions say of their gradual deployment, and what CodeDeploy needs for all of them. */
export class DeploymentPreferences {
  /** By the logical ids of functions; undefined where it is switched off. */
  readonly #preferences = new Map<string, DeploymentPreference | undefined>();
  readonly #partition: string;

  constructor(partition: string) {
    this.#partition = partition;
  }

  /**
   * @returns whether it is switched on
   * @throws InvalidResource
   */
  add(deployed: Deployed, declared: Fields): boolean {
    const preference = preferenceOf(deployed, declared);
    this.#preferences.set(deployed.logicalId, preference);
    return preference !== undefined;
  }

  /** How CloudFormation updates the alias of the function: through CodeDeploy. */
  updatePolicy(logicalId: string): Fields {
    const preference = this.#preferences.get(logicalId);
    if (!preference) throw new TypeError(`${logicalId} has no deployment preference`);
    const { PreTraffic, PostTraffic } = preference.hooks;
    const members = {
      ApplicationName: ref(applicationId),
      DeploymentGroupName: ref(deploymentGroup(logicalId, preference).logicalId),
      BeforeAllowTrafficHook: PreTraffic,
      AfterAllowTrafficHook: PostTraffic,
    };
    const given = Object.entries(members).filter(([, value]) => !isNothing(value) && !isEqual(value, { Ref: null }));
    return { CodeDeployLambdaAliasUpdate: Object.fromEntries(given) };
  }

  /**
   * The resources of CodeDeploy, by their logical ids; and conditions, which are added to those that are given.
   * @param errors is told what is wrong with the functions, for all of it is told at once
   */
  resources(conditions: Fields | undefined, errors: SamError[]): Fields {
    const enabled = this.#enabled;
    if (enabled.length === 0) return {};
    const condition = this.#condition(conditions);
    const tags = Object.assign({}, ...enabled.map(([, preference]) => preference.tags));
    const shared = [codeDeployApplication(tags)];
    if (!enabled.every(([, { role }]) => isTruthy(role))) shared.push(codeDeployRole(tags, this.#partition));
    for (const resource of shared) if (condition !== undefined) resource.setAttribute('Condition', condition);
    const made = Object.fromEntries(shared.map((resource) => [resource.logicalId, resource.write()]));
    for (const [functionId, preference] of enabled) {
      collecting(errors, () => {
        const group = deploymentGroup(functionId, preference);
        made[group.logicalId] = group.write();
      });
    }
    return made;
  }

  get #enabled(): [string, DeploymentPreference][] {
    return [...this.#preferences].filter((pair): pair is [string, DeploymentPreference] => pair[1] !== undefined);
  }

  /** What all of CodeDeploy depends on: nothing, when there is a function that depends on no condition. */
  #condition(conditions: Fields | undefined): unknown {
    const names = this.#enabled.map(([, preference]) => preference.condition);
    if (!names.every(isTruthy)) return undefined;
    const unique = [...new Set(names as string[])];
    if (unique.length === 1) return unique[0];
    Object.assign(conditions ?? {}, combinedCondition(unique, aggregateCondition));
    return aggregateCondition;
  }
}

function preferenceOf(deployed: Deployed, declared: Fields): DeploymentPreference | undefined {
  const { logicalId, tags, propagatesTags, condition } = deployed;
  const { Enabled = true, Hooks = {} } = declared;
  if (!isTruthy(Enabled) || Enabled === 'false' || Enabled === 'False') return undefined;
  if (!Object.hasOwn(declared, 'Type')) {
    throw new InvalidResource(logicalId, "'DeploymentPreference' is missing required Property 'Type'");
  }
  if (!isMap(Hooks)) {
    throw new InvalidResource(logicalId, "'Hooks' property of 'DeploymentPreference' must be a dictionary");
  }
  return {
    type: declared.Type,
    hooks: Hooks,
    alarms: declared.Alarms,
    role: declared.Role,
    triggers: declared.TriggerConfigurations,
    condition: isTruthy(declared.PassthroughCondition) ? condition : undefined,
    tags: propagatesTags && isTruthy(tags) ? tags : undefined,
  };
}
