import type { TrafficRoutingConfig } from '@aws-sdk/client-codedeploy';
import { invalidRouting } from '../errors.ts';

/** The longest that a deployment may take: https://docs.aws.amazon.com/codedeploy/latest/userguide/limits.html */
const deploymentMinutesMax = 2880;

/** How a configuration shifts traffic, checked. Throws InvalidTrafficRoutingConfigurationException. */
export function readRouting(given: TrafficRoutingConfig | undefined): TrafficRoutingConfig {
  const { type, timeBasedCanary, timeBasedLinear } = given ?? {};
  if (type === 'AllAtOnce') {
    if (timeBasedCanary || timeBasedLinear)
      throw invalidRouting('AllAtOnce takes neither a canary nor a linear shift.');
    return { type };
  }
  if (type === 'TimeBasedCanary' && timeBasedCanary && !timeBasedLinear) {
    const { canaryPercentage, canaryInterval } = timeBasedCanary;
    assertShift('canaryPercentage', canaryPercentage, 'canaryInterval', canaryInterval, 1);
    return { type, timeBasedCanary: { canaryPercentage, canaryInterval } };
  }
  if (type === 'TimeBasedLinear' && timeBasedLinear && !timeBasedCanary) {
    const { linearPercentage, linearInterval } = timeBasedLinear;
    const steps = linearPercentage ? Math.ceil(100 / linearPercentage) : 1;
    assertShift('linearPercentage', linearPercentage, 'linearInterval', linearInterval, steps);
    return { type, timeBasedLinear: { linearPercentage, linearInterval } };
  }
  throw invalidRouting('The traffic routing configuration must have a type and the settings of that type.');
}

function assertShift(
  percentName: string,
  percent: number | undefined,
  intervalName: string,
  minutes: number | undefined,
  steps: number,
): void {
  if (percent === undefined || percent < 1 || percent > 99) {
    throw invalidRouting(`${percentName} must be between 1 and 99.`);
  }
  if (minutes === undefined || minutes < 1 || minutes * steps > deploymentMinutesMax) {
    throw invalidRouting(`${intervalName} must be at least 1, and the whole at most ${deploymentMinutesMax} minutes.`);
  }
}
