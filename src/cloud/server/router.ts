import { createAdmin } from '../admin/admin.ts';
import type { AdminActions } from '../admin/context.ts';
import { Call } from '../calls/call.ts';
import { runPipeline } from '../calls/pipeline.ts';
import { customAddressOf, customDomains } from '../gateway/custom-domains/custom-domains.ts';
import { lacksClientCertificate } from '../gateway/custom-domains/mutual-tls.ts';
import { addressOf, createExecuteApi, executeApiName } from '../gateway/execute-api/execute-api.ts';
import { ConnectionFailure } from '../kernel/errors.ts';
import { waitForDisconnect } from '../kernel/faults/connection-failure.ts';
import { type HttpRequest, type HttpResponse, isMarkedFor } from '../kernel/http.ts';
import { defaultAccount, rootCaller } from '../kernel/identity.ts';
import type { CloudKernel, DataPlane } from '../service-kit/contract.ts';
import type { ApiAddress } from '../service-kit/deployed-apis.ts';
import { resourcePageRoute } from './resource-pages.ts';
import type { Zone } from './zone.ts';

/** What answers requests, and what it says of them to the port. */
export interface Router {
  handle(request: HttpRequest): Promise<HttpResponse>;
  /** What web pages may do with this request. */
  zoneOf(request: HttpRequest): Zone;
}

/** The admin API, and the pages that waiters made for LocalStack look for. */
const adminPath = /^\/(?:_squall\/|_localstack\/(?:health|info|init(?:\/|$)|chaos\/))/;

/** Who answers a request. */
interface Route {
  readonly zone: Zone;
  answer(): Promise<HttpResponse>;
}

/**
 * Everything behind the one port: APIs that users deployed, the data planes that services bring along, the admin API
 * under `/_squall/`, the health page for waiters, and for all the rest the AWS API.
 */
export function createRouter(kernel: CloudKernel, actions: AdminActions): Router {
  const services = [...kernel.services.values()];
  const executeApi = createExecuteApi(
    kernel,
    services.flatMap((service) => {
      const { deployedApis } = service;
      return deployedApis ? [(apiId: string) => deployedApis.find(apiId, kernel, kernel.runtimeOf(service))] : [];
    }),
  );
  const dataPlanes = services.flatMap((service) => (service.dataPlanes ?? []).map((plane) => ({ plane, service })));
  const domains = customDomains(kernel.world);
  const admin = createAdmin(kernel, actions);
  const find = (request: HttpRequest): Route => {
    const address = (domains.size > 0 && customAddressOf(request, domains)) || addressOf(request);
    if (address?.custom && lacksClientCertificate(request, address.domainName, kernel.world)) {
      return { zone: zoneOfApi(address), answer: () => Promise.resolve(untrusted) };
    }
    if (address) {
      const answer = () => answerAsPlane(executeApiName, () => executeApi.handle(request, address), request, kernel);
      return { zone: zoneOfApi(address), answer };
    }
    const found = dataPlanes.find(({ plane }) => isMarkedFor(plane, request));
    if (found) {
      const { plane, service } = found;
      const handle = () => plane.handle(request, kernel, kernel.runtimeOf(service));
      const answer = () => answerAsPlane(plane.name, handle, request, kernel);
      return { zone: zoneOfPlane(plane, request), answer };
    }
    if (adminPath.test(request.path)) return { zone: 'admin', answer: () => admin.handle(request) };
    const answer = () => answerAsAws(request, kernel);
    return (isOfPage(request) && resourcePageRoute(request, kernel, answer)) || { zone: 'closed', answer };
  };
  /** Checks of web pages ask for the zone ahead of the answer and behind it; programs, which are most, never do. */
  const asked = new WeakMap<HttpRequest, Route>();
  return {
    handle: (request) => (asked.get(request) ?? find(request)).answer(),
    zoneOf(request) {
      let route = asked.get(request);
      if (!route) {
        route = find(request);
        asked.set(request, route);
      }
      return route.zone;
    },
  };
}

/** Programs, which are most of those that ask, name no origin. */
const isOfPage = ({ method, headers }: HttpRequest): boolean => method === 'OPTIONS' || headers.origin !== undefined;

/** Whoever brings no certificate that the domain trusts. */
const untrusted: HttpResponse = {
  status: 403,
  headers: { 'content-type': 'application/json', 'x-amzn-errortype': 'ForbiddenException' },
  body: '{"message":"Forbidden"}',
};

function zoneOfApi({ custom, isOwnHost }: ApiAddress): Zone {
  if (custom) return 'custom-domain';
  return isOwnHost ? 'own-origin' : 'shared';
}

function zoneOfPlane(plane: DataPlane, request: HttpRequest): Zone {
  if (!plane.isOpenToPages) return 'closed';
  return plane.hasOwnHost?.(request) ? 'own-origin' : 'shared';
}

/** What a data plane throws is a bug of ours: told in the log, and answered, since the client is still there. */
async function answerAsPlane(
  name: string,
  answer: () => Promise<HttpResponse>,
  request: HttpRequest,
  kernel: CloudKernel,
): Promise<HttpResponse> {
  try {
    return await answer();
  } catch (error) {
    if (error instanceof ConnectionFailure) throw await waitForDisconnect(error, request);
    kernel.log.error(`${name} failed: ${error instanceof Error ? error.stack : String(error)}`);
    return lastResort;
  }
}

async function answerAsAws(request: HttpRequest, kernel: CloudKernel): Promise<HttpResponse> {
  const call = new Call(kernel, { request, caller: rootCaller(defaultAccount) });
  await runPipeline(call, kernel);
  if (call.error instanceof ConnectionFailure) throw await waitForDisconnect(call.error, request);
  return call.response ?? lastResort;
}

/** Only when even the answer to a failure could not be written. */
const lastResort: HttpResponse = {
  status: 500,
  headers: { 'content-type': 'application/json' },
  body: '{"__type":"InternalFailure","message":"Squall could not write its answer; this is a bug of Squall."}',
};
