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
  const revision = revisionOf(state, shown || machine);
  const { definition, roleArn, logging, tracing, encryption, revisionId } = revision;
  const { label } = reference;
  if (label !== undefined && !labelsOf(definition).includes(label)) throw machineNotFound(`${machine.arn}/${label}`);
  const description = alias?.description ?? (shown ? shown.description : undefined);
  const references = includedData === 'ALL_DATA' ? variableReferences(definition) : {};
  return {
    stateMachineArn: version?.arn ?? alias?.arn ?? (label === undefined ? machine.arn : `${machine.arn}/${label}`),
    name: machine.name,
    status: machine.isDeleting ? 'DELETING' : 'ACTIVE',
    definition: includedData === 'METADATA_ONLY' ? '{}' : definition,
    roleArn,
    ...(label !== undefined && { label }),
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

/** Those that its distributed Maps were given, however deep they stand. */
function labelsOf(definition: string): readonly string[] {
  const labels: string[] = [];
  JSON.parse(definition, (name, value: unknown) => {
    if (name === 'Label' && typeof value === 'string') labels.push(value);
    return value;
  });
  return labels;
}
