import type { ServiceMetrics } from '../../service-kit/service-metrics.ts';
import type { SecretsManagerState } from './state.ts';

const dimensions = [
  { Name: 'Class', Value: 'None' },
  { Name: 'Resource', Value: 'SecretCount' },
  { Name: 'Service', Value: 'Secrets Manager' },
  { Name: 'Type', Value: 'Resource' },
];

/**
 * How many secrets there are, those marked for deletion among them: each hour on AWS, here as often as somebody looks.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/monitoring-cloudwatch.html
 */
export const secretsMetrics: ServiceMetrics<SecretsManagerState> = {
  namespace: 'AWS/SecretsManager',
  principal: 'secretsmanager.amazonaws.com',
  measure(state, _scope, _nowMs, count) {
    if (state.secrets.size > 0) count('ResourceCount', state.secrets.size, 'Count', dimensions);
  },
};
