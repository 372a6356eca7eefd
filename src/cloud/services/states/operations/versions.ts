import type * as Sdk from '@aws-sdk/client-sfn';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { pageOf } from '../../../service-kit/pages.ts';
import { conflict, invalidArn, invalidToken, machineDeleting } from '../errors.ts';
import {
  aliasesOf,
  findMachine,
  initialRevision,
  machineNamed,
  revisionOf,
  versionKey,
  versionsOf,
} from '../machines/find-machine.ts';
import { readMachineArn } from '../machines/names.ts';
import { publish } from '../machines/revisions.ts';
import { pageSize } from '../page-size.ts';
import type { StatesState } from '../state.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_PublishStateMachineVersion.html */
export const publishStateMachineVersion: Operation<
  Given<Sdk.PublishStateMachineVersionInput>,
  Sdk.PublishStateMachineVersionOutput,
  StatesState
> = (state, { stateMachineArn, revisionId, description }, { clock }) => {
  const machine = findMachine(state, stateMachineArn);
  if (machine.isDeleting) throw machineDeleting(stateMachineArn);
  const present = revisionOf(state, machine).revisionId ?? initialRevision;
  if (revisionId !== undefined && revisionId !== present) {
    throw conflict(
      `Failed to publish the State Machine version for revision ${revisionId}. The current State Machine revision is ${present}.`,
    );
  }
  const { arn, createdMs } = publish(state, machine, description, clock.now());
  return { stateMachineVersionArn: arn, creationDate: new Date(createdMs) };
};

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteStateMachineVersion.html */
export const deleteStateMachineVersion: Operation<Given<Sdk.DeleteStateMachineVersionInput>, object, StatesState> = (
  state,
  { stateMachineVersionArn },
) => {
  const { name, qualifier = '' } = readMachineArn(stateMachineVersionArn);
  if (!/^\d+$/.test(qualifier)) throw invalidArn(stateMachineVersionArn);
  const referring = aliasesOf(state, name)
    .filter(({ routes }) => routes.some((route) => route.stateMachineVersionArn === stateMachineVersionArn))
    .map((alias) => alias.name);
  if (referring.length > 0) {
    throw conflict(
      `Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [${referring.join(', ')}]`,
    );
  }
  if (machineNamed(state, name)) state.versions.delete(versionKey(name, Number(qualifier)));
  return {};
};

/** Newest first. https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListStateMachineVersions.html */
export const listStateMachineVersions: Operation<
  Given<Sdk.ListStateMachineVersionsInput>,
  Sdk.ListStateMachineVersionsOutput,
  StatesState
> = (state, { stateMachineArn, maxResults, nextToken }) => {
  const { name } = findMachine(state, stateMachineArn);
  const { items, next } = pageOf(versionsOf(state, name).reverse(), {
    limit: pageSize(maxResults),
    token: nextToken,
    keyOf: ({ number }) => String(1_000_000 - number).padStart(7, '0'),
    invalidToken,
  });
  return {
    stateMachineVersions: items.map(({ arn, createdMs }) => ({
      stateMachineVersionArn: arn,
      creationDate: new Date(createdMs),
    })),
    ...(next !== undefined && { nextToken: next }),
  };
};
