import type { HttpRequest } from '../kernel/http.ts';
import type { DataPlane } from './contract.ts';

/** Whether a request is for that data plane. */
export function planeAnswers(plane: DataPlane, request: HttpRequest): boolean {
  const { pathPrefix, hostMark } = plane;
  if (pathPrefix !== undefined && request.path.startsWith(pathPrefix)) return true;
  if (hostMark !== undefined && !request.headers.host?.includes(hostMark)) return false;
  return plane.hasOwnHost?.(request) === true;
}
