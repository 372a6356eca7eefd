import type { Api, Deployment } from '@aws-sdk/client-apigatewayv2';
import type { Kernel } from '../../kernel/kernel.ts';
import type { ApiRecord, DeploymentRecord } from './state.ts';

/**
 * Where an API answers. AWS says `https://{id}.execute-api.{region}.amazonaws.com`; this one works on this machine, as
 * names below `localhost` are loopback (RFC 6761).
 */
const endpointOf = (apiId: string, kernel: Pick<Kernel, 'endpoint'>): string =>
  `http://${apiId}.execute-api.localhost:${new URL(kernel.endpoint).port || '80'}`;

/** An API as Create, Get and Update answer it. */
export function describeApi(api: ApiRecord, kernel: Pick<Kernel, 'endpoint'>): Api {
  const { revision: _, ...known } = api;
  return { ...known, ApiEndpoint: endpointOf(api.ApiId, kernel) };
}

/** A deployment without what it froze. */
export function describeDeployment({ frozen: _, ...deployment }: DeploymentRecord): Deployment {
  return deployment;
}
