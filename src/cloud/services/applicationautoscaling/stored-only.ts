import type { StoredOnly } from '../../service-kit/stored-only.ts';

const nothingScales = 'nothing here has capacity that could be scaled';

/** All that Application Auto Scaling keeps. */
export const autoScalingStoredOnly: StoredOnly = {
  RegisterScalableTarget: nothingScales,
  PutScalingPolicy: nothingScales,
  PutScheduledAction: nothingScales,
  'AWS::ApplicationAutoScaling::ScalableTarget': nothingScales,
  'AWS::ApplicationAutoScaling::ScalingPolicy': nothingScales,
};
