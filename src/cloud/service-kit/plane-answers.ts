import type { HttpRequest } from '../kernel/http.ts';
import type { CloudKernel, DataPlane } from './contract.ts';

/** Whether a request is for that data plane. */
export function planeAnswers(plane: DataPlane, request: HttpRequest): boolean {
  const { pathPrefix, hostMark } = plane;
  if (pathPrefix !== undefined && request.path.startsWith(pathPrefix)) return true;
  if (hostMark !== undefined && !request.headers.host?.includes(hostMark)) return false;
  return plane.hasOwnHost?.(request) === true;
}

/** Whether any data plane of the cloud answers a request: pools that live here publish their keys so. */
export const isAnsweredHere = ({ services }: Pick<CloudKernel, 'services'>, request: HttpRequest): boolean =>
  [...services.values()].some(({ dataPlanes = [] }) => dataPlanes.some((plane) => planeAnswers(plane, request)));
