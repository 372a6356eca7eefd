import { Boundary } from '../../kernel/boundary.ts';
import type { FaultModel } from '../../kernel/faults/fault-model.ts';
import type { HttpRequest, HttpResponse } from '../../kernel/http.ts';
import { httpTarget } from '../../kernel/http-boundary.ts';
import { rootCaller } from '../../kernel/identity.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { ApiAddress, DeployedApi } from '../../service-kit/deployed-apis.ts';
import { newRequestId } from '../requests/request-values.ts';

/** The data plane of all APIs, as the journal, fault rules and signatures name it. */
export const executeApiName = 'execute-api';

/** How reports call its requests (`api.POST(/orders)`), and who answers them. */
export const executeApiFace = { shortName: 'api', lane: 'gateway' };

/** How requests to APIs can fail, whatever kind of API it is; each kind adds its own words. */
export const executeApiFaults: FaultModel = {
  failure: { code: 'InternalServerError', status: 500 },
  throttle: { code: 'TooManyRequestsException', status: 429 },
  traits: () => ['edge'],
  isWrite: (route) => !/^(?:GET|HEAD|OPTIONS)\b/.test(route),
  answersHttp: true,
};

const executeHost =
  /^([a-z0-9]+)(?:-(vpce-[0-9a-f]+))?\.execute-api\.(?:localhost|localhost\.localstack\.cloud|[a-z0-9-]+\.amazonaws\.com(?:\.cn)?)(?::\d+)?$/i;
const hostFreePath = /^\/_aws\/execute-api\/([a-z0-9]+)(?:\/([^/]*))?(\/.*)?$/;
const userRequestPath = /^\/restapis\/([a-z0-9]+)\/([^/]+)\/_user_request_(\/.*)?$/;

/** How the `$default` stage is written in a path of ours: shells would read the dollar sign. */
const defaultStageNames: ReadonlySet<string> = new Set(['$default', '%24default', '_']);

/**
 * Reads a request to an API's own host (`{apiId}.execute-api.localhost`, LocalStack's name, AWS's name) or to one of
 * the host-free paths. Undefined for everything else.
 */
export function addressOf(request: HttpRequest): ApiAddress | undefined {
  const host = request.headers.host ?? '';
  const [, apiId, vpcEndpointId] = executeHost.exec(host) ?? [];
  if (apiId !== undefined) {
    const domainName = host.replace(/:\d+$/, '').toLowerCase();
    return {
      apiId: apiId.toLowerCase(),
      path: request.path,
      isDefaultStage: false,
      domainName,
      isOwnHost: true,
      ...(vpcEndpointId !== undefined && { vpcEndpointId }),
    };
  }
  const match = hostFreePath.exec(request.path) ?? userRequestPath.exec(request.path);
  return match?.[1] === undefined ? undefined : hostFree(match[1], match[2], match[3]);
}

function hostFree(apiId: string, stage: string | undefined, rest: string | undefined): ApiAddress {
  const isDefaultStage = stage !== undefined && defaultStageNames.has(stage);
  const path = isDefaultStage || stage === undefined ? (rest ?? '/') : `/${stage}${rest ?? ''}`;
  return { apiId, path, isDefaultStage, domainName: `${apiId}.execute-api.localhost`, isOwnHost: false };
}

/** The one data plane of all APIs; `addressOf` tells which requests are for it. */
export interface ExecuteApi {
  /** By whichever service has an API of that id. Throws ConnectionFailure alone. */
  handle(request: HttpRequest, address: ApiAddress): Promise<HttpResponse>;
}

/** Finds an API among those of one service. */
type FindApi = (apiId: string) => DeployedApi | undefined;

/** Enough for all APIs that are asked; then it begins anew. */
const knownMax = 10_000;

/**
 * `finders`: of every service by which users deploy APIs. Ids are unique over all of them: who had an API once is asked
 * first, so that requests to one kind of API look through none of another kind.
 */
export function createExecuteApi(kernel: Kernel, finders: readonly FindApi[]): ExecuteApi {
  const known = new Map<string, FindApi>();
  const search = (apiId: string): DeployedApi | undefined => {
    for (const find of finders) {
      const api = find(apiId);
      if (!api) continue;
      if (known.size >= knownMax) known.clear();
      known.set(apiId, find);
      return api;
    }
    known.delete(apiId);
    return undefined;
  };
  return {
    async handle(request, address) {
      const api = known.get(address.apiId)?.(address.apiId) ?? search(address.apiId);
      return api ? api.handle(request, address) : answerUnknownApi(request, address, kernel);
    },
  };
}

/**
 * What `execute-api` itself says of an id that names no API, of whatever kind: refused like one that may not be used. No
 * fault meets the request, as no API does, but the journal has it.
 */
function answerUnknownApi(request: HttpRequest, { apiId }: ApiAddress, kernel: Kernel): HttpResponse {
  const id = newRequestId(kernel.random);
  const target = httpTarget(request, kernel, {
    caller: rootCaller('unknown'),
    service: executeApiName,
    operation: request.method,
    resource: apiId,
    id,
    model: executeApiFaults,
  });
  const boundary = new Boundary(kernel, { describe: () => target });
  const body = '{"message":"Forbidden"}';
  const reply = { status: 403, headers: { 'content-type': 'application/json', 'apigw-requestid': id }, body };
  boundary.end({
    output: reply,
    error: undefined,
    status: reply.status,
    requestBytes: request.body.byteLength,
    responseBytes: body.length,
  });
  return reply;
}
