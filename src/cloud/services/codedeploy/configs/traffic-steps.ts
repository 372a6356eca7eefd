import type { TrafficRoutingConfig } from '@aws-sdk/client-codedeploy';

/** So much of the traffic goes to the new version, that long after the shift began. */
interface TrafficStep {
  readonly percent: number;
  readonly atMs: number;
}

const minuteMs = 60_000;

/**
 * All steps of a shift. Traffic moves at the start of each interval.
 * https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_TimeBasedLinear.html
 */
export function trafficSteps({ timeBasedCanary, timeBasedLinear }: TrafficRoutingConfig): readonly TrafficStep[] {
  if (timeBasedCanary) {
    const { canaryPercentage = 0, canaryInterval = 0 } = timeBasedCanary;
    return [
      { percent: canaryPercentage, atMs: 0 },
      { percent: 100, atMs: canaryInterval * minuteMs },
    ];
  }
  if (!timeBasedLinear) return [{ percent: 100, atMs: 0 }];
  const { linearPercentage = 100, linearInterval = 0 } = timeBasedLinear;
  return Array.from({ length: Math.ceil(100 / linearPercentage) }, (_, index) => ({
    percent: Math.min(100, linearPercentage * (index + 1)),
    atMs: index * linearInterval * minuteMs,
  }));
}
