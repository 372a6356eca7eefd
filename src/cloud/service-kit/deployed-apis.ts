import type { HttpRequest, HttpResponse } from '../kernel/http.ts';
import type { Kernel } from '../kernel/kernel.ts';

/** Which API a request is for, and what it asks of it. */
export interface ApiAddress {
  readonly apiId: string;
  /** The path within the API's host, still encoded; begins with the stage unless that is `$default`. */
  readonly path: string;
  /** True when a host-free path named the `$default` stage, which has no name in an API's own paths. */
  readonly isDefaultStage: boolean;
  /** The host without its port, as the event tells it. */
  readonly domainName: string;
  /** Whether the request is at the host of one API, where every path is that API's. */
  readonly isOwnHost: boolean;
  /** Of a private API whose host names the VPC endpoint: `{apiId}-{vpceId}.execute-api…`. */
  readonly vpcEndpointId?: string;
  /** Present when the request is at a custom domain: then `path` has neither a stage nor what the mapping takes. */
  readonly custom?: MappedAddress;
}

/** What the mapping of a custom domain adds. */
interface MappedAddress {
  readonly stage: string;
  /** What the mapping took off the path, with its slash; empty for a mapping without a key. */
  readonly mappedPath: string;
}

/** An API that users deployed, as it is at this moment. */
export interface DeployedApi {
  /** Answers one request, failures included; throws ConnectionFailure alone. */
  handle(request: HttpRequest, address: ApiAddress): Promise<HttpResponse>;
}

/** The APIs of one service, in all accounts and regions: their ids alone find them. */
export interface DeployedApis<Runtime = unknown> {
  /** Undefined for an id of which the service has none. */
  find(apiId: string, kernel: Kernel, runtime: Runtime): DeployedApi | undefined;
}
