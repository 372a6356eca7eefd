import type { HttpRequest } from '../../kernel/http.ts';
import type { ApiAddress } from '../../service-kit/deployed-apis.ts';

const executeHost =
  /^([a-z0-9]+)\.execute-api\.(?:localhost|localhost\.localstack\.cloud|[a-z0-9-]+\.amazonaws\.com(?:\.cn)?)(?::\d+)?$/i;
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
  const apiId = executeHost.exec(host)?.[1];
  if (apiId !== undefined) {
    const domainName = host.replace(/:\d+$/, '').toLowerCase();
    return { apiId: apiId.toLowerCase(), path: request.path, isDefaultStage: false, domainName, isOwnHost: true };
  }
  const match = hostFreePath.exec(request.path) ?? userRequestPath.exec(request.path);
  return match?.[1] === undefined ? undefined : hostFree(match[1], match[2], match[3]);
}

function hostFree(apiId: string, stage: string | undefined, rest: string | undefined): ApiAddress {
  const isDefaultStage = stage !== undefined && defaultStageNames.has(stage);
  const path = isDefaultStage || stage === undefined ? (rest ?? '/') : `/${stage}${rest ?? ''}`;
  return { apiId, path, isDefaultStage, domainName: `${apiId}.execute-api.localhost`, isOwnHost: false };
}
