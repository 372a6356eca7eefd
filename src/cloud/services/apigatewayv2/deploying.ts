import type { Context } from '../../service-kit/contract.ts';
import {
  type ApiRecord,
  childKey,
  childrenOf,
  currentConfiguration,
  type DeploymentRecord,
  type HttpApiState,
  type StageRecord,
} from './state.ts';

/** What a deployment and its stage say when there is nothing to serve. */
export const noRoutesMessage = 'Unable to deploy API because no routes exist in this API';

/**
 * Every change of an API or of something below it ends here: the API's record is replaced, so that nothing compiled
 * from the old one is used again, and stages with automatic deployment get a new deployment.
 */
export function commitChange(state: HttpApiState, api: ApiRecord, context: Context, changes: Partial<ApiRecord> = {}) {
  const changed: ApiRecord = { ...api, ...changes, revision: api.revision + 1 };
  state.apis.set(api.ApiId, changed);
  const stages = childrenOf(state.stages, api.ApiId).filter((stage) => stage.AutoDeploy);
  if (stages.length > 0) deployAutomatically(state, api.ApiId, stages, context);
  return changed;
}

/** Points the stages at a new automatic deployment and removes those that nothing points at any more. */
function deployAutomatically(
  state: HttpApiState,
  apiId: string,
  stages: readonly StageRecord[],
  context: Context,
): void {
  const hasRoutes = childrenOf(state.routes, apiId).length > 0;
  const deployment = hasRoutes ? addDeployment(state, apiId, context, { AutoDeployed: true }) : undefined;
  for (const stage of stages) {
    state.stages.set(childKey(apiId, stage.StageName), {
      ...stage,
      ...(deployment && { DeploymentId: deployment.DeploymentId }),
      LastDeploymentStatusMessage: deployment
        ? `Successfully deployed stage with deployment ID '${deployment.DeploymentId}'`
        : `Deployment attempt failed: ${noRoutesMessage}`,
      LastUpdatedDate: new Date(context.clock.now()),
    });
  }
  dropStaleDeployments(state, apiId);
}

/** Writes a deployment down; stages are pointed at it by the caller. */
export function addDeployment(
  state: HttpApiState,
  apiId: string,
  context: Context,
  details: Pick<DeploymentRecord, 'AutoDeployed' | 'Description' | 'frozen'>,
): DeploymentRecord {
  const deployment: DeploymentRecord = {
    ...details,
    DeploymentId: context.random.text(6),
    DeploymentStatus: 'DEPLOYED',
    CreatedDate: new Date(context.clock.now()),
  };
  state.deployments.set(childKey(apiId, deployment.DeploymentId), deployment);
  return deployment;
}

/** When automatic deployment is switched off, the stage goes on serving what it served until then. */
export function freezeDeployment(state: HttpApiState, apiId: string, deploymentId: string | undefined): void {
  const deployment = deploymentId === undefined ? undefined : state.deployments.get(childKey(apiId, deploymentId));
  if (!deployment || deployment.frozen) return;
  const frozen = currentConfiguration(state, apiId);
  state.deployments.set(childKey(apiId, deployment.DeploymentId), { ...deployment, frozen });
}

function dropStaleDeployments(state: HttpApiState, apiId: string): void {
  const used = new Set(childrenOf(state.stages, apiId).map((stage) => stage.DeploymentId));
  for (const { DeploymentId, AutoDeployed } of childrenOf(state.deployments, apiId)) {
    if (AutoDeployed && !used.has(DeploymentId)) state.deployments.delete(childKey(apiId, DeploymentId));
  }
}
