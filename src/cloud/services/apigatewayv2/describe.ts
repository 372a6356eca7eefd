import type { Api, Deployment } from '@aws-sdk/client-apigatewayv2';
import type { Context } from '../../service-kit/contract.ts';
import type { ApiRecord, DeploymentRecord } from './state.ts';

/**
 * Where an API answers. AWS says `https://{id}.execute-api.{region}.amazonaws.com`; this address is for clients on this
 * machine, and needs no name to be resolved: Node looks even names below `localhost` up in the DNS of many systems.
 */
const endpointOf = (apiId: string, { endpoint }: Pick<Context, 'endpoint'>): string =>
  `${endpoint}/_aws/execute-api/${apiId}`;

/** An API as Create, Get and Update answer it, with the address by which its caller reaches us. */
export function describeApi(api: ApiRecord, seen: Pick<Context, 'endpoint'>): Api {
  const { revision: _, ...known } = api;
  return { ...known, ApiEndpoint: endpointOf(api.ApiId, seen) };
}

/** A deployment without what it froze. */
export function describeDeployment({ frozen: _, ...deployment }: DeploymentRecord): Deployment {
  return deployment;
}
