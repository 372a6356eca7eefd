import { raise } from '../../../kernel/errors.ts';
import { machineNotFound } from '../errors.ts';
import type { Alias, Execution, Revision, StateMachine, StatesState, Version } from '../state.ts';
import { type MachineReference, readMachineArn } from './names.ts';

/** Under which a version is kept: numbers sort. */
export const versionKey = (machine: string, number: number): string => `${machine}|${String(number).padStart(6, '0')}`;
export const aliasKey = (machine: string, alias: string): string => `${machine}|${alias}`;

/** All keys of what belongs to a machine. */
const rangeOf = (machine: string) => ({ from: `${machine}|`, before: `${machine}}` });

/** Oldest first. */
export const versionsOf = (state: StatesState, machine: string): Version[] => [
  ...state.versions.values(rangeOf(machine)),
];
export const aliasesOf = (state: StatesState, machine: string): Alias[] => [...state.aliases.values(rangeOf(machine))];

/** Of one machine and all its versions. */
export function executionsOf(state: StatesState, machineArn: string): Iterable<Execution> {
  const prefix = machineArn.replace(':stateMachine:', ':execution:');
  return state.executions.values({ from: `${prefix}:`, before: `${prefix};` });
}

/** What is being deleted is there for as long as something runs. */
const isGone = (state: StatesState, machine: StateMachine): boolean =>
  machine.isDeleting === true &&
  ![...executionsOf(state, machine.arn)].some(({ status }) => status === 'RUNNING' || status === 'PENDING_REDRIVE');

/** Also one that is being deleted. */
export function machineNamed(state: StatesState, name: string): StateMachine | undefined {
  const machine = state.machines.get(name);
  if (!machine || !isGone(state, machine)) return machine;
  forgetMachine(state, machine);
  return undefined;
}

/** Takes a machine away with all that belongs to it but its executions and the revisions that they went by. */
export function forgetMachine(state: StatesState, { name, arn }: StateMachine): void {
  state.machines.delete(name);
  const used = new Set(Array.from(executionsOf(state, arn), ({ revision }) => revision));
  for (const key of [...state.revisions.keys({ from: `${name}:`, before: `${name};` })]) {
    if (!used.has(key)) state.revisions.delete(key);
  }
  for (const { number } of versionsOf(state, name)) state.versions.delete(versionKey(name, number));
  for (const alias of aliasesOf(state, name)) state.aliases.delete(aliasKey(name, alias.name));
}

/** By an ARN without qualifier. Throws InvalidArn and StateMachineDoesNotExist. */
export function findMachine(state: StatesState, arn: string): StateMachine {
  const { name, qualifier, label } = readMachineArn(arn);
  const machine = qualifier === undefined && label === undefined ? machineNamed(state, name) : undefined;
  return machine?.arn === arn ? machine : raise(machineNotFound(arn));
}

/** What an ARN stands for. */
export interface Found {
  readonly machine: StateMachine;
  readonly reference: MachineReference;
  readonly version?: Version;
  readonly alias?: Alias;
}

/** By an ARN of a machine, of a version or of an alias. Throws InvalidArn and StateMachineDoesNotExist. */
export function findQualified(state: StatesState, arn: string): Found {
  const reference = readMachineArn(arn);
  const { name, qualifier } = reference;
  const machine = machineNamed(state, name);
  if (machine?.arn !== reference.arn) throw machineNotFound(arn);
  if (qualifier === undefined) return { machine, reference };
  const version = /^\d+$/.test(qualifier) ? state.versions.get(versionKey(name, Number(qualifier))) : undefined;
  const alias = state.aliases.get(aliasKey(name, qualifier));
  if (version) return { machine, reference, version };
  return alias ? { machine, reference, alias } : raise(machineNotFound(arn));
}

/** By the key that a machine, a version or an execution has of it. */
export function revisionOf(state: StatesState, { revision }: { readonly revision: string }): Revision {
  const found = state.revisions.get(revision);
  if (!found) throw new Error(`there is no revision ${revision}`);
  return found;
}

/** Id by which the API knows what a machine was made with. */
export const initialRevision = 'INITIAL';
