import type { Random } from '../../../kernel/random.ts';
import { machineDeleting, machineNotFound, validation } from '../errors.ts';
import { findQualified, revisionOf } from '../machines/find-machine.ts';
import { chooseVersion } from '../machines/routing.ts';
import type { Execution, Revision, StateMachine, StatesState } from '../state.ts';

/** What an execution goes by. */
export interface Target extends Pick<Execution, 'versionArn' | 'aliasArn'> {
  readonly machine: StateMachine;
  readonly revision: Revision;
}

/**
 * By the ARN of a machine (its present revision), of a version or of an alias, which chooses one by chance. Throws
 * InvalidArn, StateMachineDoesNotExist, StateMachineDeleting.
 */
export function findTarget(state: StatesState, arn: string, random: Random): Target {
  const { machine, reference, version, alias } = findQualified(state, arn);
  if (reference.label !== undefined)
    throw validation(`Executions cannot be started by the ARN of a Map state: '${arn}'`);
  if (machine.isDeleting) throw machineDeleting(arn);
  if (version) return { machine, revision: revisionOf(state, version), versionArn: version.arn };
  if (!alias) return { machine, revision: revisionOf(state, machine) };
  const chosen = chooseVersion(state, machine, alias, random);
  if (!chosen) throw machineNotFound(arn);
  return { machine, revision: revisionOf(state, chosen), versionArn: chosen.arn, aliasArn: alias.arn };
}
