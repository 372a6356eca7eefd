import { compileAccessLog } from '../../../gateway/access-logs/access-log.ts';
import type { Scope } from '../../../kernel/scope.ts';
import {
  type Configuration,
  childKey,
  childrenOf,
  type DeploymentRecord,
  type ResourceRecord,
  type RestApiRecord,
  type RestApiState,
  type StageRecord,
} from '../state.ts';
import { compileIntegration } from './compile-integration.ts';
import { compileResourcePolicy } from './compile-resource-policy.ts';
import type { CompiledApi, CompiledDeployment, CompiledMethod, CompiledStage } from './compiled-api.ts';
import { compileSettings } from './method-settings.ts';
import { ModelValidators } from './model-validators.ts';
import { Router } from './router.ts';

/** What was frozen never changes, so it is compiled once, however often its stages do. */
export type CompiledDeployments = WeakMap<Configuration, CompiledDeployment>;

/** Where an API lives, and what is there. */
interface Place extends Scope {
  readonly state: RestApiState;
}

/** Reads everything that requests to an API need, once for each of its revisions. */
export function compileApi(
  record: RestApiRecord,
  { account, region, state }: Place,
  deployments: CompiledDeployments,
): CompiledApi {
  const stages = childrenOf(state.stages, record.id).flatMap((stage) => {
    const deployment = state.deployments.get(childKey(record.id, stage.deploymentId));
    if (!deployment) return [];
    const compile = (which: DeploymentRecord) => compiledOnce(which, deployments, { account, region });
    const compiled = { ...compileStage(record.id, stage, compile(deployment)), ...clientCertificateOf(state, stage) };
    return [{ ...compiled, canary: compileCanary(compiled, state, record.id, compile) }];
  });
  return { record, account, region, stages: new Map(stages.map((stage) => [stage.name, stage])) };
}

/** What backends are shown; certificates never change, so that the stage alone says when it is another. */
function clientCertificateOf(
  { clientCertificates }: RestApiState,
  { clientCertificateId }: StageRecord,
): Pick<CompiledStage, 'clientCertificate'> {
  const record = clientCertificateId === undefined ? undefined : clientCertificates.get(clientCertificateId);
  if (record?.pemEncodedCertificate === undefined) return {};
  return { clientCertificate: { certificate: record.pemEncodedCertificate, privateKey: record.privateKeyPem } };
}

function compileStage(apiId: string, record: StageRecord, deployment: CompiledDeployment): CompiledStage {
  const { destinationArn, format } = record.accessLogSettings ?? {};
  return {
    record,
    name: record.stageName,
    deployment,
    variables: record.variables ?? {},
    accessLog: compileAccessLog(destinationArn, format, `${apiId}/${record.stageName}`),
    settings: compileSettings(record),
    canary: undefined,
    isCanary: false,
  };
}

/** Another deployment behind the same stage, with variables of its own over the stage's. */
function compileCanary(
  stage: CompiledStage,
  { deployments: records }: RestApiState,
  apiId: string,
  compile: (record: DeploymentRecord) => CompiledDeployment,
): CompiledStage | undefined {
  const { canarySettings } = stage.record;
  if (!canarySettings) return undefined;
  const record = records.get(childKey(apiId, canarySettings.deploymentId ?? stage.record.deploymentId));
  if (!record) return undefined;
  const variables = { ...stage.variables, ...canarySettings.stageVariableOverrides };
  return { ...stage, deployment: compile(record), variables, isCanary: true };
}

function compiledOnce(
  { id, frozen }: DeploymentRecord,
  deployments: CompiledDeployments,
  location: Scope,
): CompiledDeployment {
  const known = deployments.get(frozen);
  if (known) return known;
  const deployment = compileDeployment(id, frozen, location);
  deployments.set(frozen, deployment);
  return deployment;
}

/** Undefined where there is no such method, or none that has an integration. */
export function compileMethod(
  { authorizers, validators }: Configuration,
  resource: ResourceRecord,
  verb: string,
): CompiledMethod | undefined {
  const record = resource.resourceMethods?.[verb];
  const integration = record?.methodIntegration;
  if (!integration) return undefined;
  const authorizer = authorizers.find((candidate) => candidate.id === record.authorizerId);
  const validator = validators.find((candidate) => candidate.id === record.requestValidatorId);
  const mapping = compileIntegration(integration);
  return { resource, verb, record, integration, mapping, authorizer, validator };
}

/** What a stage serves of a configuration, be it a deployment's or, for tests of a method or an authorizer, the API's own. */
export function compileDeployment(id: string, frozen: Configuration, location: Scope): CompiledDeployment {
  const router = new Router<CompiledMethod>();
  for (const resource of frozen.resources) {
    const methods = Object.keys(resource.resourceMethods ?? {}).flatMap((verb) => {
      const method = compileMethod(frozen, resource, verb);
      return method ? [[verb, method] as const] : [];
    });
    if (methods.length > 0) router.add(resource.path, new Map(methods));
  }
  return {
    id,
    frozen,
    router,
    models: new ModelValidators(frozen.models),
    resourcePolicy: compileResourcePolicy(frozen.api, location),
    gatewayResponses: new Map(frozen.gatewayResponses.map((response) => [response.responseType, response])),
  };
}
