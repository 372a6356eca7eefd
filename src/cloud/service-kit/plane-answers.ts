import { type HttpRequest, isMarkedFor } from '../kernel/http.ts';
import type { CloudKernel } from './contract.ts';

/** Whether any data plane of the cloud answers a request: pools that live here publish their keys so. */
export const isAnsweredHere = ({ services }: Pick<CloudKernel, 'services'>, request: HttpRequest): boolean =>
  [...services.values()].some(({ dataPlanes = [] }) => dataPlanes.some((plane) => isMarkedFor(plane, request)));
