import type { TargetKey } from '../state.ts';

/** What lists are narrowed by. */
interface Query extends Pick<TargetKey, 'ServiceNamespace'> {
  readonly ResourceId?: string | undefined;
  readonly ScalableDimension?: string | undefined;
}

/** Whether a list with this query shows what belongs to the target. */
export const isAsked = (target: TargetKey, { ServiceNamespace, ResourceId, ScalableDimension }: Query): boolean =>
  target.ServiceNamespace === ServiceNamespace &&
  (ResourceId === undefined || target.ResourceId === ResourceId) &&
  (ScalableDimension === undefined || target.ScalableDimension === ScalableDimension);
