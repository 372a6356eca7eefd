import type * as Sdk from '@aws-sdk/client-sfn';
import { machineNotFound } from '../errors.ts';
import type { StatesState } from '../state.ts';
import { type Found, revisionOf, versionKey } from './find-machine.ts';
import { readMachineArn } from './names.ts';
import { variableReferences } from './variable-references.ts';

/** A machine as it is now, or as it was when a version was published; of an alias, the version that is taken most. */
export function describeMachine(
  state: StatesState,
  { machine, reference, version, alias }: Found,
  includedData: Sdk.IncludedData = 'ALL_DATA',
): Sdk.DescribeStateMachineOutput {
  const [route] = [...(alias?.routes ?? [])].sort((one, other) => other.weight - one.weight);
  const { qualifier } = route ? readMachineArn(route.stateMachineVersionArn) : {};
  const shown = version ?? (qualifier && state.versions.get(versionKey(machine.name, Number(qualifier)))) ?? undefined;
  if (reference.label !== undefined) throw machineNotFound(`${reference.arn}/${reference.label}`);
  const revision = revisionOf(state, shown || machine);
  const { definition, roleArn, logging, tracing, encryption, revisionId } = revision;
  const description = alias?.description ?? (shown ? shown.description : undefined);
  const references = includedData === 'ALL_DATA' ? variableReferences(definition) : {};
  return {
    stateMachineArn: version?.arn ?? alias?.arn ?? machine.arn,
    name: machine.name,
    status: machine.isDeleting ? 'DELETING' : 'ACTIVE',
    definition: includedData === 'METADATA_ONLY' ? '{}' : definition,
    roleArn,
    type: machine.type,
    creationDate: new Date(shown ? shown.createdMs : machine.createdMs),
    loggingConfiguration: logging,
    tracingConfiguration: tracing,
    encryptionConfiguration: encryption,
    ...(revisionId !== undefined && { revisionId }),
    ...(description !== undefined && { description }),
    ...(Object.keys(references).length > 0 && { variableReferences: references }),
  };
}
