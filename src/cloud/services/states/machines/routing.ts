import type * as Sdk from '@aws-sdk/client-sfn';
import type { Random } from '../../../kernel/random.ts';
import { noSuchReference, validation } from '../errors.ts';
import type { Alias, Route, StateMachine, StatesState, Version } from '../state.ts';
import { machineNamed, versionKey } from './find-machine.ts';
import { readMachineArn } from './names.ts';

/** The routes of an alias, and the machine of which they are. */
export interface Routing {
  readonly machine: StateMachine;
  readonly routes: readonly Route[];
}

/**
 * Checks what an alias is to route to: one or two versions of one machine, whose weights make 100.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_RoutingConfigurationListItem.html
 */
export function readRouting(state: StatesState, list: readonly Sdk.RoutingConfigurationListItem[]): Routing {
  const routes = list.map(({ stateMachineVersionArn = '', weight = 0 }) => ({ stateMachineVersionArn, weight }));
  const arns = routes.map(({ stateMachineVersionArn }) => stateMachineVersionArn);
  const told = `Received: [${arns.join(', ')}]`;
  const references = arns.map(readMachineArn);
  if (references.some(({ qualifier = '' }) => !/^\d+$/.test(qualifier))) {
    throw validation(`Routing configuration must contain state machine version ARNs. ${told}`);
  }
  if (new Set(arns).size < arns.length) {
    throw validation(`Routing configuration must contain distinct state machine version ARNs. ${told}`);
  }
  const weights = routes.map(({ weight }) => weight);
  if (weights.reduce((sum, weight) => sum + weight, 0) !== 100) {
    throw validation(`Sum of routing configuration weights must equal 100. Received: [${weights.join(', ')}]`);
  }
  if (new Set(references.map(({ arn }) => arn)).size > 1) {
    throw validation(`Routing configuration must contain versions of a single state machine. ${told}`);
  }
  const machine = machineNamed(state, references[0]?.name ?? '');
  for (const { stateMachineVersionArn } of routes) {
    const version = machine && versionAt(state, machine, stateMachineVersionArn);
    if (!version) throw noSuchReference(stateMachineVersionArn);
  }
  if (!machine) throw noSuchReference(arns[0] ?? '');
  return { machine, routes };
}

function versionAt(state: StatesState, { name }: StateMachine, arn: string): Version | undefined {
  const { qualifier } = readMachineArn(arn);
  const version = state.versions.get(versionKey(name, Number(qualifier)));
  return version?.arn === arn ? version : undefined;
}

/** The version that an execution by an alias goes by: chance, by the weights. */
export function chooseVersion(
  state: StatesState,
  machine: StateMachine,
  { routes }: Alias,
  random: Random,
): Version | undefined {
  const taken = routes.filter(({ weight }) => weight > 0);
  const [first, second] = taken;
  const isSecond = first !== undefined && second !== undefined && random.float() * 100 >= first.weight;
  const route = isSecond ? second : first;
  return route && versionAt(state, machine, route.stateMachineVersionArn);
}
