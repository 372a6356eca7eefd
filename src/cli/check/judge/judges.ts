import type { TrialCloud } from '../trial/trial-cloud.ts';
import { CallJudge } from './call-judge.ts';
import { TypeJudge } from './type-judge.ts';

/** Who says what becomes of things here: of what CloudFormation knows, of what SDKs call, and of what they are set to. */
export interface Judges {
  readonly type: TypeJudge;
  readonly call: CallJudge;
  readonly trial: TrialCloud;
}

/** By the services of a cloud that is running. */
export async function judgesOf(trial: TrialCloud): Promise<Judges> {
  const services = [...trial.kernel.services.values()];
  return { type: await TypeJudge.of(services), call: new CallJudge(services), trial };
}
