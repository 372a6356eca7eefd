import type { MethodSetting } from '@aws-sdk/client-api-gateway';
import type { StageRecord } from '../state.ts';
import type { CompiledMethod, CompiledStage } from './compiled-api.ts';

/** A stage's settings by `/resource/path/VERB`, those of all methods by `/*` and `*`. */
export const compileSettings = ({
  methodSettings = {},
}: Pick<StageRecord, 'methodSettings'>): ReadonlyMap<string, MethodSetting> =>
  new Map(Object.entries(methodSettings).map(([key, value]) => [plainKey(key), value]));

/** `pets/GET`, `/pets/GET` and `~1pets/GET` name the same; the root's path is a slash. */
function plainKey(key: string): string {
  const slash = key.lastIndexOf('/');
  const path = key.slice(0, Math.max(0, slash)).replaceAll('~1', '/').replace(/^\/*/, '/');
  return `${path}/${key.slice(slash + 1)}`;
}

const none: MethodSetting = {};

/** What holds for every method of a stage, where the method's own settings say nothing. */
export const stageSettings = ({ settings }: CompiledStage): MethodSetting => settings.get('/*/*') ?? none;

/**
 * What a stage says of this one method alone; undefined where it says nothing.
 * https://docs.aws.amazon.com/apigateway/latest/api/API_MethodSetting.html
 */
export function ownSettings(
  { settings }: CompiledStage,
  method: CompiledMethod,
  verb: string,
): MethodSetting | undefined {
  if (settings.size === 0) return undefined;
  const { path } = method.resource;
  return settings.get(`${path}/${verb}`) ?? settings.get(`${path}/${method.verb}`);
}

/** Both together, the method's own first. */
export function methodSettings(stage: CompiledStage, method: CompiledMethod, verb: string): MethodSetting {
  const own = ownSettings(stage, method, verb);
  return own ? { ...stageSettings(stage), ...own } : stageSettings(stage);
}
