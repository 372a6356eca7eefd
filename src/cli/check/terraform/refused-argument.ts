import { type Judgement, refused } from '../finding.ts';
import type { Call } from '../judge/call-judge.ts';
import { imageFunction, judgeRuntime, judgeValues } from '../judge/judge-puts.ts';
import type { Judges } from '../judge/judges.ts';
import { tryCall } from '../trial/try-call.ts';
import type { Argument } from './read-blocks.ts';

/** What is refused, and the argument that is meant where that can be told. */
interface Refusal {
  readonly argument: Argument | undefined;
  readonly judgement: Judgement;
}

/** What is refused of values, by trying: the operation is called with what is written out as text. */
export async function refusedArgument(
  call: Call,
  given: readonly Argument[],
  judges: Judges,
): Promise<Refusal | undefined> {
  const input: Record<string, string> = {};
  const byValue = new Map<string, Argument>();
  for (const argument of given) {
    const member = judges.call.memberName(call, argument.name);
    if (member === undefined || argument.text === undefined || argument.text.includes('${')) continue;
    input[member] = argument.text;
    byValue.set(argument.text, argument);
  }
  const own = call.operation === 'CreateFunction' ? await refusedOfFunction(given, judges) : undefined;
  if (own) return own;
  const refusal = await tryCall(call, input, judges.trial);
  if (refusal === undefined) return undefined;
  const argument = (refusal.match(/[\w.-]+/g) ?? []).flatMap((word) => byValue.get(word) ?? []).at(0);
  return { argument, judgement: refused(`Squall does not emulate ${refusal}`) };
}

/** Code and role, without which nothing can be tried, are other resources as a rule. */
async function refusedOfFunction(given: readonly Argument[], judges: Judges): Promise<Refusal | undefined> {
  for (const argument of given) {
    const isImage = argument.name === 'package_type' && argument.text === 'Image';
    const judgement = isImage
      ? await judgeValues('AWS::Lambda::Function', imageFunction, judges)
      : argument.name === 'runtime'
        ? judgeRuntime(argument.text, judges)
        : undefined;
    if (judgement?.verdict === 'refused') return { argument, judgement };
  }
  return undefined;
}
