import type { InputShape, MemberShape } from '../../../service-kit/shapes.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateBackup.html and its neighbours */
const name: MemberShape = { min: 3, max: 255, pattern: /^[a-zA-Z0-9_.-]+$/, patternText: '[a-zA-Z0-9_.-]+' };
const BackupArn: MemberShape = { required: true, min: 37, max: 1024 };
const TargetTableName: MemberShape = { required: true, ...name };
const BillingModeOverride: MemberShape = { enum: ['PROVISIONED', 'PAY_PER_REQUEST'] };

export const createBackupShape: InputShape = { TableName: {}, BackupName: { required: true, ...name } };
export const backupOnlyShape: InputShape = { BackupArn };
export const listBackupsShape: InputShape = {
  Limit: { min: 1, max: 100 },
  ExclusiveStartBackupArn: { min: 37, max: 1024 },
  BackupType: { enum: ['USER', 'SYSTEM', 'AWS_BACKUP', 'ALL'] },
};
export const restoreBackupShape: InputShape = { TargetTableName, BackupArn, BillingModeOverride };
export const restorePointShape: InputShape = { TargetTableName, SourceTableName: name, BillingModeOverride };
