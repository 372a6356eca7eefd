import type * as Sdk from '@aws-sdk/client-eventbridge';
import { MalformedPattern, readPattern } from '../../../event-patterns/read-pattern.ts';
import { formatArn } from '../../../kernel/arns.ts';
import { raise } from '../../../kernel/errors.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { pageOf } from '../../../service-kit/pages.ts';
import { type BusCore, busNameIn } from './bus-core.ts';
import { archiveExists, archiveNotFound, busNotFound, invalidParameter, invalidPattern } from './errors.ts';
import { keptEvents } from './keep-in-archives.ts';
import type { Archive, ArchivesState } from './state.ts';

type Op<Input, Output, State extends ArchivesState = ArchivesState> = Operation<Given<Input>, Output, State>;

/** Throws ResourceNotFoundException. */
const findArchive = (state: ArchivesState, name: string): Archive =>
  state.archives.get(name) ?? raise(archiveNotFound(name));

function assertPattern(text: string | undefined): void {
  if (!text) return;
  try {
    readPattern(text);
  } catch (error) {
    throw error instanceof MalformedPattern ? invalidPattern(reasonOf(error)) : error;
  }
}

/** What the author got wrong, without the words around it. */
const reasonOf = (error: MalformedPattern): string =>
  'reason' in error && typeof error.reason === 'string' ? error.reason : error.message;

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateArchive.html */
const createArchive =
  <State extends ArchivesState>(core: BusCore<State>): Op<Sdk.CreateArchiveRequest, Sdk.CreateArchiveResponse, State> =>
  (state, input, context) => {
    const { ArchiveName: name, EventSourceArn: sourceArn } = input;
    if (state.archives.has(name)) throw archiveExists(name);
    const bus = busNameIn(sourceArn) ?? raise(invalidParameter('EventSourceArn', 'Must contain an event bus ARN.'));
    if (!core.hasBus(state, bus, context)) throw busNotFound(bus);
    assertPattern(input.EventPattern);
    const { account, region, clock } = context;
    const archive: Archive = {
      name,
      arn: formatArn({ service: 'events', region, account, resource: `archive/${name}` }),
      sourceArn,
      ...settingsIn(input),
      retentionDays: input.RetentionDays ?? 0,
      createdMs: clock.now(),
    };
    state.archives.set(name, archive);
    return answer(archive);
  };

const settingsIn = ({ Description, EventPattern, KmsKeyIdentifier }: Partial<Sdk.UpdateArchiveRequest>) => ({
  ...(Description !== undefined && { description: Description }),
  ...(EventPattern && { pattern: EventPattern }),
  ...(KmsKeyIdentifier !== undefined && { kmsKeyIdentifier: KmsKeyIdentifier }),
});

const answer = ({ arn, createdMs }: Archive) => ({
  ArchiveArn: arn,
  State: 'ENABLED' as const,
  CreationTime: new Date(createdMs),
});

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_UpdateArchive.html */
const updateArchive: Op<Sdk.UpdateArchiveRequest, Sdk.UpdateArchiveResponse> = (state, input) => {
  const former = findArchive(state, input.ArchiveName);
  assertPattern(input.EventPattern);
  const retentionDays = input.RetentionDays ?? former.retentionDays;
  const changed: Archive = { ...former, ...settingsIn(input), retentionDays };
  state.archives.set(former.name, changed);
  return answer(changed);
};

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DescribeArchive.html */
const describeArchive: Op<Sdk.DescribeArchiveRequest, Sdk.DescribeArchiveResponse> = (
  state,
  { ArchiveName },
  { clock },
) => {
  const archive = findArchive(state, ArchiveName);
  const { description, pattern, kmsKeyIdentifier } = archive;
  return {
    ...listed(state, archive, clock.now()),
    ArchiveArn: archive.arn,
    ...(description !== undefined && { Description: description }),
    ...(pattern !== undefined && { EventPattern: pattern }),
    ...(kmsKeyIdentifier !== undefined && { KmsKeyIdentifier: kmsKeyIdentifier }),
  };
};

function listed(state: ArchivesState, archive: Archive, nowMs: number): Sdk.Archive {
  let count = 0;
  let bytes = 0;
  for (const [, { text }] of keptEvents(state, archive, nowMs)) {
    count += 1;
    bytes += Buffer.byteLength(text);
  }
  return {
    ArchiveName: archive.name,
    EventSourceArn: archive.sourceArn,
    State: 'ENABLED',
    RetentionDays: archive.retentionDays,
    SizeBytes: bytes,
    EventCount: count,
    CreationTime: new Date(archive.createdMs),
  };
}

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListArchives.html */
const listArchives: Op<Sdk.ListArchivesRequest, Sdk.ListArchivesResponse> = (
  state,
  { NamePrefix, EventSourceArn, State, Limit = 100, NextToken: token },
  { clock },
) => {
  const given = [NamePrefix, EventSourceArn, State].filter((each) => each !== undefined);
  if (given.length > 1) {
    throw invalidParameter(
      'input',
      'At most one filter is allowed for ListArchives. Use either : State, EventSourceArn, or NamePrefix.',
    );
  }
  const found = [...state.archives.values()].filter(
    ({ name, sourceArn }) =>
      name.startsWith(NamePrefix ?? '') &&
      (EventSourceArn ?? sourceArn) === sourceArn &&
      (State ?? 'ENABLED') === 'ENABLED',
  );
  const invalidToken = () => invalidParameter('NextToken');
  const { items, next } = pageOf(found, { limit: Limit, token, keyOf: ({ name }) => name, invalidToken });
  return {
    Archives: items.map((archive) => listed(state, archive, clock.now())),
    ...(next !== undefined && { NextToken: next }),
  };
};

/** With all that it kept. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DeleteArchive.html */
const deleteArchive: Op<Sdk.DeleteArchiveRequest, object> = (state, { ArchiveName }) => {
  findArchive(state, ArchiveName);
  state.archives.delete(ArchiveName);
  state.archivedEvents(ArchiveName).clear();
  return {};
};

/** By name, as the service's contents page takes them. */
export const archiveOperations = <State extends ArchivesState>(core: BusCore<State>) => ({
  CreateArchive: createArchive(core),
  UpdateArchive: updateArchive,
  DescribeArchive: describeArchive,
  ListArchives: listArchives,
  DeleteArchive: deleteArchive,
});
