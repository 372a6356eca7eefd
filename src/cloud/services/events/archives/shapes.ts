import type { InputShape, MemberShape } from '../../../service-kit/shapes.ts';

/* https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateArchive.html and its neighbours. */

const pattern = { pattern: /^[.\-_A-Za-z0-9]+$/, patternText: '[\\.\\-_A-Za-z0-9]+' };
const archiveName: MemberShape = { min: 1, max: 48, ...pattern };
const replayName: MemberShape = { min: 1, max: 64, ...pattern };
const arn: MemberShape = { min: 1, max: 1600 };
const paged: InputShape = { NextToken: { min: 1, max: 2048 }, Limit: { min: 1, max: 100 } };
const settings: InputShape = {
  Description: { max: 512 },
  EventPattern: { max: 4096 },
  RetentionDays: { min: 0 },
  KmsKeyIdentifier: { max: 2048 },
};

/** Constraints of inputs of archives and replays. */
export const archiveShapes: Readonly<Record<string, InputShape>> = {
  CreateArchive: {
    ArchiveName: { required: true, ...archiveName },
    EventSourceArn: { required: true, ...arn },
    ...settings,
  },
  UpdateArchive: { ArchiveName: { required: true, ...archiveName }, ...settings },
  DescribeArchive: { ArchiveName: { required: true, ...archiveName } },
  DeleteArchive: { ArchiveName: { required: true, ...archiveName } },
  ListArchives: {
    NamePrefix: archiveName,
    EventSourceArn: arn,
    State: { enum: ['ENABLED', 'DISABLED', 'CREATING', 'UPDATING', 'CREATE_FAILED', 'UPDATE_FAILED'] },
    ...paged,
  },
  StartReplay: {
    ReplayName: { required: true, ...replayName },
    Description: { max: 512 },
    EventSourceArn: { required: true, ...arn },
    EventStartTime: { required: true },
    EventEndTime: { required: true },
    Destination: { required: true, members: { Arn: { required: true, ...arn } } },
  },
  DescribeReplay: { ReplayName: { required: true, ...replayName } },
  CancelReplay: { ReplayName: { required: true, ...replayName } },
  ListReplays: {
    NamePrefix: replayName,
    State: { enum: ['STARTING', 'RUNNING', 'CANCELLING', 'COMPLETED', 'CANCELLED', 'FAILED'] },
    EventSourceArn: arn,
    ...paged,
  },
};
