import type { Random } from '../../../kernel/random.ts';
import { quotaExceeded } from '../errors.ts';
import type { Revision, StateMachine, StatesState, Version } from '../state.ts';
import { versionKey, versionsOf } from './find-machine.ts';

/** https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const versionsMax = 1000;

/** Writes down a revision under a key that no execution knows. */
export function addRevision(state: StatesState, name: string, values: Omit<Revision, 'key'>): Revision {
  let count = 1;
  while (state.revisions.has(`${name}:${count}`)) count += 1;
  const revision = { ...values, key: `${name}:${count}` };
  state.revisions.set(revision.key, revision);
  return revision;
}

const compared = ({ definition, roleArn, logging, tracing, encryption }: Omit<Revision, 'key'>): string =>
  JSON.stringify([JSON.parse(definition), roleArn, logging, tracing, encryption]);

/** Whether two revisions say the same. */
export const isSame = (one: Omit<Revision, 'key'>, other: Omit<Revision, 'key'>): boolean =>
  compared(one) === compared(other);

export const newRevisionId = (random: Random): string => random.uuid();

/**
 * The version of a machine's present revision: another one is made where it has none.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_PublishStateMachineVersion.html
 */
export function publish(
  state: StatesState,
  machine: StateMachine,
  description: string | undefined,
  nowMs: number,
): Version {
  const published = versionsOf(state, machine.name);
  const present = published.find(({ revision }) => revision === machine.revision);
  if (present) return present;
  if (published.length >= versionsMax) {
    throw quotaExceeded(`The maximum number of versions (${versionsMax}) of ${machine.arn} has been reached.`);
  }
  const number = machine.versions + 1;
  const version: Version = {
    arn: `${machine.arn}:${number}`,
    machine: machine.name,
    number,
    revision: machine.revision,
    createdMs: nowMs,
    ...(description !== undefined && description !== '' && { description }),
  };
  state.machines.set(machine.name, { ...machine, versions: number });
  state.versions.set(versionKey(machine.name, number), version);
  return version;
}
