import { InvalidTemplate } from '../language/errors.ts';
import { orCondition } from '../language/intrinsics.ts';
import { type Fields, isNothing, isTruthy } from '../language/values.ts';

const conditionName = 'SharedUsagePlanCondition';

/** The one usage plan of all APIs that say `UsagePlan: { CreateUsagePlan: SHARED }`. */
export class SharedUsagePlan {
  readonly apiStages: Fields[] = [];
  readonly stageKeys: Fields[] = [];
  readonly dependsOn: string[] = [];
  readonly #conditions = new Set<unknown>();
  #isUnconditional = false;
  #deletionPolicy: unknown;
  #updateReplacePolicy: unknown;

  /**
   * What the plan's resources get of the attributes of an API that takes part, and of those that did before.
   * @throws InvalidTemplate
   */
  attributesWith(attributes: Fields, conditions: Fields | undefined): Fields {
    this.#combinePolicies(attributes);
    this.#combineCondition(attributes.Condition, conditions);
    return {
      ...(isTruthy(this.#deletionPolicy) && { DeletionPolicy: this.#deletionPolicy }),
      ...(isTruthy(this.#updateReplacePolicy) && { UpdateReplacePolicy: this.#updateReplacePolicy }),
      ...(this.#conditions.size > 0 && !this.#isUnconditional && { Condition: conditionName }),
    };
  }

  #combinePolicies({ DeletionPolicy, UpdateReplacePolicy }: Fields): void {
    if (isTruthy(DeletionPolicy) && (!isTruthy(this.#deletionPolicy) || DeletionPolicy === 'Retain')) {
      this.#deletionPolicy = DeletionPolicy;
    }
    const present = this.#updateReplacePolicy;
    const isStronger = UpdateReplacePolicy === 'Retain' || (UpdateReplacePolicy === 'Snapshot' && present === 'Delete');
    if (isTruthy(UpdateReplacePolicy) && (!isTruthy(present) || isStronger)) {
      this.#updateReplacePolicy = UpdateReplacePolicy;
    }
  }

  #combineCondition(condition: unknown, conditions: Fields | undefined): void {
    if (this.#isUnconditional) return;
    if (isTruthy(condition) && !this.#conditions.has(condition)) {
      if (!conditions) {
        throw new InvalidTemplate("Can't have condition without having 'Conditions' section in the template");
      }
      const isFirst = this.#conditions.size === 0;
      this.#conditions.add(condition);
      conditions[conditionName] = isFirst ? condition : orCondition([...this.#conditions]);
    } else if (isNothing(condition)) {
      this.#isUnconditional = true;
      if (conditions) delete conditions[conditionName];
    }
  }
}
