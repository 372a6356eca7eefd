import type { EmptyReads } from '../../service-kit/empty-reads.ts';

/** Lists of what nobody can have made here. */
export const logsEmptyReads: EmptyReads = {
  DescribeExportTasks: { madeBy: ['CreateExportTask'], naming: ['taskId'] },
  DescribeImportTasks: { madeBy: ['CreateImportTask'], naming: ['importId'] },
  DescribeLookupTables: { madeBy: ['CreateLookupTable'] },
  ListAnomalies: { madeBy: ['CreateLogAnomalyDetector'], naming: ['anomalyDetectorArn'] },
  ListIntegrations: { madeBy: ['PutIntegration'] },
  ListLogAnomalyDetectors: { madeBy: ['CreateLogAnomalyDetector'] },
  ListScheduledQueries: { madeBy: ['CreateScheduledQuery'] },
  ListSyslogConfigurations: { madeBy: ['PutSyslogConfiguration'], naming: ['logGroupIdentifier'] },
};
