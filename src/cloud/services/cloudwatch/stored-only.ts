import type { StoredOnly } from '../../service-kit/stored-only.ts';

/** What CloudWatch keeps and tells without an effect. */
export const cloudWatchStoredOnly: StoredOnly = {
  'AWS::CloudWatch::InsightRule': 'contributors are not counted, and reports are refused',
  PutAnomalyDetector: 'no model is trained, and bands of expected values are refused',
  PutInsightRule: 'contributors are not counted, and reports are refused',
};
