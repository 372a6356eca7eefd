import { compileAccessLog } from '../../../gateway/access-logs/access-log.ts';
import type { World } from '../../../kernel/world.ts';
import {
  type Configuration,
  childKey,
  childrenOf,
  type DeploymentRecord,
  type RestApiRecord,
  restApiState,
  type StageRecord,
  serviceName,
} from '../state.ts';
import { compileIntegration } from './compile-integration.ts';
import type { CompiledApi, CompiledDeployment, CompiledMethod, CompiledStage } from './compiled-api.ts';
import { ModelValidators } from './model-validators.ts';
import { Router } from './router.ts';

/** Where an API lives; its id alone does not tell. */
export interface Location {
  readonly account: string;
  readonly region: string;
}

/** What was frozen never changes, so it is compiled once, however often its stages do. */
export type CompiledDeployments = WeakMap<Configuration, CompiledDeployment>;

interface Known {
  readonly world: World;
  readonly deployments: CompiledDeployments;
}

/** Reads everything that requests to an API need, once for each of its revisions. */
export function compileApi(
  { world, deployments }: Known,
  record: RestApiRecord,
  { account, region }: Location,
): CompiledApi {
  const state = restApiState(world.scope(serviceName, account, region));
  const stages = childrenOf(state.stages, record.id).flatMap((stage) => {
    const deployment = state.deployments.get(childKey(record.id, stage.deploymentId));
    return deployment ? [compileStage(record.id, stage, compiledOnce(deployment, deployments))] : [];
  });
  return { record, account, region, stages: new Map(stages.map((stage) => [stage.name, stage])) };
}

function compileStage(apiId: string, record: StageRecord, deployment: CompiledDeployment): CompiledStage {
  const { destinationArn, format } = record.accessLogSettings ?? {};
  return {
    record,
    name: record.stageName,
    deployment,
    variables: record.variables ?? {},
    accessLog: compileAccessLog(destinationArn, format, `${apiId}/${record.stageName}`),
  };
}

function compiledOnce({ id, frozen }: DeploymentRecord, deployments: CompiledDeployments): CompiledDeployment {
  const known = deployments.get(frozen);
  if (known) return known;
  const deployment = compileDeployment(id, frozen);
  deployments.set(frozen, deployment);
  return deployment;
}

function compileDeployment(id: string, frozen: Configuration): CompiledDeployment {
  const router = new Router<CompiledMethod>();
  for (const resource of frozen.resources) {
    const methods = Object.entries(resource.resourceMethods ?? {}).flatMap(([verb, record]) => {
      const { methodIntegration: integration } = record;
      const authorizer = frozen.authorizers.find((candidate) => candidate.id === record.authorizerId);
      const validator = frozen.validators.find((candidate) => candidate.id === record.requestValidatorId);
      if (!integration) return [];
      const mapping = compileIntegration(integration);
      return [[verb, { resource, verb, record, integration, mapping, authorizer, validator }] as const];
    });
    if (methods.length > 0) router.add(resource.path, new Map(methods));
  }
  return {
    id,
    frozen,
    router,
    models: new ModelValidators(frozen.models),
    gatewayResponses: new Map(frozen.gatewayResponses.map((response) => [response.responseType, response])),
  };
}
