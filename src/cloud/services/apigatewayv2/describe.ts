import type { Api, Deployment } from '@aws-sdk/client-apigatewayv2';
import type { Kernel } from '../../kernel/kernel.ts';
import type { ApiRecord, DeploymentRecord } from './state.ts';

/**
 * Where an API answers. AWS says `https://{id}.execute-api.{region}.amazonaws.com`; this address is for clients on this
 * machine, and needs no name to be resolved: Node looks even names below `localhost` up in the DNS of many systems.
 */
const endpointOf = (apiId: string, kernel: Pick<Kernel, 'endpoint'>): string =>
  `${kernel.endpoint}/_aws/execute-api/${apiId}`;

/** An API as Create, Get and Update answer it. */
export function describeApi(api: ApiRecord, kernel: Pick<Kernel, 'endpoint'>): Api {
  const { revision: _, ...known } = api;
  return { ...known, ApiEndpoint: endpointOf(api.ApiId, kernel) };
}

/** A deployment without what it froze. */
export function describeDeployment({ frozen: _, ...deployment }: DeploymentRecord): Deployment {
  return deployment;
}
