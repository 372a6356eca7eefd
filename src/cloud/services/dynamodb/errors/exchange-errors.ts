import { AwsError } from '../../../kernel/errors.ts';
import { invalid } from './validation-exception.ts';

/* Texts of exports and imports, as of November 2026; all of them believed, not observed. */

export const exportNotFound = (arn: string): AwsError =>
  new AwsError('ExportNotFoundException', `Export not found: ${arn}`);

export const importNotFound = (arn: string): AwsError =>
  new AwsError('ImportNotFoundException', `Import not found: ${arn}`);

export const exportTimeInvalid = (): AwsError =>
  new AwsError(
    'InvalidExportTimeException',
    'The specified ExportTime is outside of the point in time recovery window.',
  );

export const incrementMissing = (): AwsError =>
  invalid('IncrementalExportSpecification with ExportFromTime and ExportToTime is required for an incremental export');
