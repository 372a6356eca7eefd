import type { InputShape, MemberShape } from '../../../service-kit/shapes.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ExportTableToPointInTime.html and its neighbours */
const bucket: MemberShape = {
  required: true,
  max: 255,
  // AWS's pattern, without its plus signs: they change nothing but the time, which would be cubic.
  pattern: /^[a-z0-9A-Z][.\-\w]*[a-z0-9A-Z]$/,
  patternText: '^[a-z0-9A-Z]+[\\.\\-\\w]*[a-z0-9A-Z]+$',
};
const exportArn: MemberShape = { required: true, min: 37, max: 1024 };

export const exportShape: InputShape = {
  TableArn: { required: true, min: 1, max: 1024 },
  S3Bucket: bucket,
  ExportFormat: { enum: ['ION', 'DYNAMODB_JSON'] },
  ExportType: { enum: ['INCREMENTAL_EXPORT', 'FULL_EXPORT'] },
  S3Prefix: { max: 1024 },
};

export const describeExportShape: InputShape = { ExportArn: exportArn };
export const describeImportShape: InputShape = { ImportArn: exportArn };
export const listShape: InputShape = { MaxResults: { min: 1, max: 25 } };

export const importShape: InputShape = {
  S3BucketSource: { required: true, members: { S3Bucket: bucket } },
  InputFormat: { required: true, enum: ['ION', 'CSV', 'DYNAMODB_JSON'] },
  InputCompressionType: { enum: ['ZSTD', 'GZIP', 'NONE'] },
  TableCreationParameters: { required: true },
};
