import { emulated, isBad, type Judgement } from '../finding.ts';
import type { TypeJudge } from './type-judge.ts';

/** What is said of a thing that becomes several types: the worst that is said of one of them, with its name. */
export function judgeAll(types: readonly string[], judge: TypeJudge): Judgement {
  const said = types.map((type) => ({ type, ...judge.type(type) }));
  const worst = said.find(isBad) ?? said.find(({ verdict }) => verdict === 'stored only');
  if (!worst) return emulated;
  return { verdict: worst.verdict, reason: `it becomes ${worst.type}: ${worst.reason ?? ''}` };
}
