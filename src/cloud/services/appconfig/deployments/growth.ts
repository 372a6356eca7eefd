import type { Growth } from '../state.ts';

/**
 * How many percent of the clients have the configuration after each step.
 * https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-creating-deployment-strategy.html
 */
export function percentages({ durationMinutes, growthType, growthFactor }: Growth): readonly number[] {
  if (durationMinutes === 0) return [100];
  const steps: number[] = [];
  do {
    const step = growthType === 'LINEAR' ? growthFactor * (steps.length + 1) : growthFactor * 2 ** steps.length;
    steps.push(Math.min(100, step));
  } while ((steps.at(-1) ?? 100) < 100);
  return steps;
}

/**
 * When a step is due, counted from the start: as often as the configuration grows, and once more before baking begins.
 * Recorded on AWS for 25 percent in 15 minutes: https://docs.aws.amazon.com/cli/latest/reference/appconfig/get-deployment.html
 */
export function stepMs(growth: Growth, step: number): number {
  const count = percentages(growth).length;
  const durationMs = growth.durationMinutes * 60_000;
  if (step > count) return durationMs + growth.bakeMinutes * 60_000;
  return Math.round((durationMs * (step + 1)) / (count + 1));
}
