import type { HttpRequest } from '../../kernel/http.ts';

/** Which API a request is for, and what it asks of it. */
export interface Target {
  readonly apiId: string;
  /** The path within the API's host, still encoded; begins with the stage unless that is `$default`. */
  readonly path: string;
  /** True when a host-free path named the `$default` stage, which has no name in an API's own paths. */
  readonly isDefaultStage: boolean;
  /** The host without its port, as the event tells it. */
  readonly domainName: string;
}

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
export function targetOf(request: HttpRequest): Target | undefined {
  const host = request.headers.host ?? '';
  const apiId = executeHost.exec(host)?.[1];
  if (apiId !== undefined) {
    const domainName = host.replace(/:\d+$/, '').toLowerCase();
    return { apiId: apiId.toLowerCase(), path: request.path, isDefaultStage: false, domainName };
  }
  const match = hostFreePath.exec(request.path) ?? userRequestPath.exec(request.path);
  return match?.[1] === undefined ? undefined : hostFree(match[1], match[2], match[3]);
}

/** Whether the request is at the host of one API, where every path is that API's. */
export const isAtOwnHost = ({ headers }: HttpRequest): boolean => executeHost.test(headers.host ?? '');

function hostFree(apiId: string, stage: string | undefined, rest: string | undefined): Target {
  const isDefaultStage = stage !== undefined && defaultStageNames.has(stage);
  const path = isDefaultStage || stage === undefined ? (rest ?? '/') : `/${stage}${rest ?? ''}`;
  return { apiId, path, isDefaultStage, domainName: `${apiId}.execute-api.localhost` };
}
