import type { StoredOnly } from '../../service-kit/stored-only.ts';

const keys = 'nothing is encrypted at rest here';
const metrics = 'AppConfig vends no metrics here';

/** What is kept and has no effect. */
export const appConfigStoredOnly: StoredOnly = {
  'CreateConfigurationProfile.KmsKeyIdentifier': keys,
  'UpdateConfigurationProfile.KmsKeyIdentifier': keys,
  'StartDeployment.KmsKeyIdentifier': keys,
  'UpdateAccountSettings.VendedMetrics': metrics,
  'AWS::AppConfig::ConfigurationProfile.KmsKeyIdentifier': keys,
  'AWS::AppConfig::Deployment.KmsKeyIdentifier': keys,
};
