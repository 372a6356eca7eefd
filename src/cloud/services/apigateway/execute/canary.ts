import type { Random } from '../../../kernel/random.ts';
import type { CompiledStage } from '../compile/compiled-api.ts';

/**
 * The release of a stage that serves a request: so many of a hundred go to the canary, by the cloud's seed.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/canary-release.html
 */
export function chooseRelease(stage: CompiledStage, random: Random): CompiledStage {
  const { canary } = stage;
  if (!canary) return stage;
  const percent = stage.record.canarySettings?.percentTraffic ?? 0;
  if (percent <= 0) return stage;
  return percent >= 100 || random.float() * 100 < percent ? canary : stage;
}
