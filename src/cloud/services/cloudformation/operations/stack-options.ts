import type { DeploymentConfig } from '@aws-sdk/client-cloudformation';
import { UnsupportedError } from '../../../kernel/errors.ts';

interface RollbackOptions {
  readonly DisableRollback?: boolean | undefined;
  readonly DeploymentConfig?: DeploymentConfig | undefined;
}

/** EXPRESS deployments leave failures as they are unless told otherwise; all others roll back unless told not to. */
export function isRollbackDisabled({ DisableRollback, DeploymentConfig }: RollbackOptions): boolean {
  if (DeploymentConfig?.Mode === 'EXPRESS') return DeploymentConfig.DisableRollback !== false;
  return DisableRollback ?? DeploymentConfig?.DisableRollback ?? false;
}

interface StackOptions {
  readonly DeploymentMode?: string | undefined;
}

/** Refuses by name what would change a deployment and is not emulated. */
export function assertEmulated({ DeploymentMode }: StackOptions): void {
  if (DeploymentMode !== undefined) throw new UnsupportedError('the parameter DeploymentMode of CloudFormation');
}
