import { type Configuration, childKey, currentConfiguration, type HttpApiState, type StageRecord } from './state.ts';

/** What a stage serves: what its deployment froze; while deployment is automatic, what there is now. */
export function configurationOf(state: HttpApiState, apiId: string, stage: StageRecord): Configuration | undefined {
  if (stage.DeploymentId === undefined) return undefined;
  if (stage.AutoDeploy) return currentConfiguration(state, apiId);
  return state.deployments.get(childKey(apiId, stage.DeploymentId))?.frozen;
}
