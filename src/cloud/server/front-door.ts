import { createAdmin } from '../admin/admin.ts';
import type { AdminActions } from '../admin/context.ts';
import { newCall } from '../call.ts';
import type { HttpRequest, HttpResponse } from '../kernel/http.ts';
import { defaultAccount, rootCaller } from '../kernel/identity.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { runPipeline } from '../pipeline.ts';

/**
 * Everything behind the one port: the admin API under `/_squall/`, the health page for waiters, the data planes that
 * services bring along, and for all the rest the AWS API.
 */
export function createFrontDoor(
  kernel: Kernel,
  actions: AdminActions,
): (request: HttpRequest) => Promise<HttpResponse> {
  const admin = createAdmin(kernel, actions);
  const dataPlanes = [...kernel.services.values()].flatMap((service) => service.dataPlanes ?? []);
  return async (request) => {
    const plane = dataPlanes.find((candidate) => candidate.matches(request));
    if (plane) return plane.handle(request, kernel);
    if (admin.matches(request)) return admin.handle(request);
    return answerAsAws(request, kernel);
  };
}

async function answerAsAws(request: HttpRequest, kernel: Kernel): Promise<HttpResponse> {
  const call = newCall(kernel, request, rootCaller(defaultAccount));
  await runPipeline(call, kernel);
  return call.response ?? lastResort;
}

/** Only when even the answer to a failure could not be written. */
const lastResort: HttpResponse = {
  status: 500,
  headers: { 'content-type': 'application/json' },
  body: '{"__type":"InternalFailure","message":"Squall could not write its answer; this is a bug of Squall."}',
};
