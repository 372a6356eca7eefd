import type * as Sdk from '@aws-sdk/client-sfn';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { pageOf } from '../../../service-kit/pages.ts';
import { conflict, invalidArn, invalidToken, noSuchReference, quotaExceeded, validation } from '../errors.ts';
import { aliasesOf, aliasKey, findQualified, machineNamed } from '../machines/find-machine.ts';
import { readMachineArn } from '../machines/names.ts';
import { readRouting } from '../machines/routing.ts';
import { pageSize } from '../page-size.ts';
import type { Alias, StatesState } from '../state.ts';

/** https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const aliasesMax = 100;

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachineAlias.html */
export const createStateMachineAlias: Operation<
  Given<Sdk.CreateStateMachineAliasInput>,
  Sdk.CreateStateMachineAliasOutput,
  StatesState
> = (state, { name, description, routingConfiguration }, { clock }) => {
  const { machine, routes } = readRouting(state, routingConfiguration);
  const key = aliasKey(machine.name, name);
  const arn = `${machine.arn}:${name}`;
  const present = state.aliases.get(key);
  if (present) {
    const isSame = JSON.stringify(sorted(present.routes)) === JSON.stringify(sorted(routes));
    if (!isSame || (present.description ?? '') !== (description ?? '')) {
      throw conflict(
        'Failed to create alias because an alias with the same name and a different routing configuration already exists.',
      );
    }
    return { stateMachineAliasArn: arn, creationDate: new Date(present.createdMs) };
  }
  if (aliasesOf(state, machine.name).length >= aliasesMax) {
    throw quotaExceeded(`The maximum number of aliases (${aliasesMax}) of ${machine.arn} has been reached.`);
  }
  const nowMs = clock.now();
  const alias: Alias = {
    arn,
    machine: machine.name,
    name,
    routes,
    createdMs: nowMs,
    updatedMs: nowMs,
    ...(description && { description }),
  };
  state.aliases.set(key, alias);
  return { stateMachineAliasArn: arn, creationDate: new Date(nowMs) };
};

const sorted = (routes: Alias['routes']) =>
  [...routes].sort((one, other) => (one.stateMachineVersionArn < other.stateMachineVersionArn ? -1 : 1));

function readAliasArn(arn: string): { readonly machine: string; readonly name: string } {
  const { name, qualifier = '' } = readMachineArn(arn);
  if (!qualifier || /^\d+$/.test(qualifier)) throw invalidArn(arn);
  return { machine: name, name: qualifier };
}

function findAlias(state: StatesState, arn: string): Alias {
  const { machine, name } = readAliasArn(arn);
  const alias = machineNamed(state, machine) && state.aliases.get(aliasKey(machine, name));
  if (alias?.arn !== arn) throw noSuchReference(arn);
  return alias;
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_UpdateStateMachineAlias.html */
export const updateStateMachineAlias: Operation<
  Given<Sdk.UpdateStateMachineAliasInput>,
  Sdk.UpdateStateMachineAliasOutput,
  StatesState
> = (state, { stateMachineAliasArn, description, routingConfiguration }, { clock }) => {
  if (description === undefined && routingConfiguration === undefined) {
    throw validation('Either description or routingConfiguration must be specified');
  }
  const alias = findAlias(state, stateMachineAliasArn);
  const routing = routingConfiguration && readRouting(state, routingConfiguration);
  if (routing && routing.machine.name !== alias.machine) {
    const arns = routing.routes.map((route) => route.stateMachineVersionArn);
    throw validation(
      `Routing configuration must contain versions of a single state machine. Received: [${arns.join(', ')}]`,
    );
  }
  const nowMs = clock.now();
  state.aliases.set(aliasKey(alias.machine, alias.name), {
    ...alias,
    updatedMs: nowMs,
    ...(routing && { routes: routing.routes }),
    ...(description !== undefined && { description }),
  });
  return { updateDate: new Date(nowMs) };
};

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachineAlias.html */
export const describeStateMachineAlias: Operation<
  Given<Sdk.DescribeStateMachineAliasInput>,
  Sdk.DescribeStateMachineAliasOutput,
  StatesState
> = (state, { stateMachineAliasArn }) => {
  const { arn, name, description, routes, createdMs, updatedMs } = findAlias(state, stateMachineAliasArn);
  return {
    stateMachineAliasArn: arn,
    name,
    ...(description && { description }),
    routingConfiguration: [...routes],
    creationDate: new Date(createdMs),
    updateDate: new Date(updatedMs),
  };
};

/** One that is not there is no mistake. https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteStateMachineAlias.html */
export const deleteStateMachineAlias: Operation<Given<Sdk.DeleteStateMachineAliasInput>, object, StatesState> = (
  state,
  { stateMachineAliasArn },
) => {
  const { machine, name } = readAliasArn(stateMachineAliasArn);
  state.aliases.delete(aliasKey(machine, name));
  return {};
};

/** Of a machine, or those that route to one version. https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListStateMachineAliases.html */
export const listStateMachineAliases: Operation<
  Given<Sdk.ListStateMachineAliasesInput>,
  Sdk.ListStateMachineAliasesOutput,
  StatesState
> = (state, { stateMachineArn, maxResults, nextToken }) => {
  const { machine, version } = findQualified(state, stateMachineArn);
  const keyOf = ({ createdMs, name }: Alias): string => `${String(createdMs).padStart(16, '0')}${name}`;
  const aliases = aliasesOf(state, machine.name)
    .filter(
      ({ routes }) => !version || routes.some(({ stateMachineVersionArn }) => stateMachineVersionArn === version.arn),
    )
    .sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
  const { items, next } = pageOf(aliases, { limit: pageSize(maxResults), token: nextToken, keyOf, invalidToken });
  return {
    stateMachineAliases: items.map(({ arn, createdMs }) => ({
      stateMachineAliasArn: arn,
      creationDate: new Date(createdMs),
    })),
    ...(next !== undefined && { nextToken: next }),
  };
};
