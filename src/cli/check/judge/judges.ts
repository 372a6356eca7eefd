import type { AnyService } from '../../../cloud/service-kit/contract.ts';
import { CallJudge } from './call-judge.ts';
import { TypeJudge } from './type-judge.ts';

/** Who says what becomes of things here: of what CloudFormation knows, and of what SDKs call. */
export interface Judges {
  readonly type: TypeJudge;
  readonly call: CallJudge;
}

export const judgesOf = async (services: readonly AnyService[]): Promise<Judges> => ({
  type: await TypeJudge.of(services),
  call: new CallJudge(services),
});
