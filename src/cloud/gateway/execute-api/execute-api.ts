import type { HttpRequest, HttpResponse } from '../../kernel/http.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { ApiAddress, DeployedApi } from '../../service-kit/deployed-apis.ts';
import { answerUnknownApi } from './answer-unknown-api.ts';

/** The one data plane of all APIs; `addressOf` tells which requests are for it. */
export interface ExecuteApi {
  /** By whichever service has an API of that id. Throws ConnectionFailure alone. */
  handle(request: HttpRequest, address: ApiAddress): Promise<HttpResponse>;
}

/** Finds an API among those of one service. */
type FindApi = (apiId: string) => DeployedApi | undefined;

/** `finders`: of every service by which users deploy APIs. Ids are unique over all of them. */
export function createExecuteApi(kernel: Kernel, finders: readonly FindApi[]): ExecuteApi {
  return {
    async handle(request, address) {
      for (const find of finders) {
        const api = find(address.apiId);
        if (api) return api.handle(request, address);
      }
      return answerUnknownApi(request, address, kernel);
    },
  };
}
