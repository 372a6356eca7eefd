import { lineCounter } from '../documents/line-counter.ts';
import { emulated, type Finding, refused } from '../finding.ts';
import type { CallJudge } from '../judge/call-judge.ts';
import type { CallSighting } from './call-sighting.ts';
import { javascriptCalls } from './javascript-calls.ts';
import { pythonCalls } from './python-calls.ts';

/** Whether a file may call AWS at all. */
export const callsAws = (text: string): boolean => /aws-sdk|boto3/.test(text);

/** What is found of the calls that a file makes by AWS's SDKs. */
export function checkCode(file: string, text: string, judge: CallJudge): Finding[] {
  const lineOf = lineCounter(text);
  const seen = new Set<string>();
  const calls = file.endsWith('.py') ? pythonCalls(text) : javascriptCalls(text);
  // A client says nothing that its commands do not say.
  const commanded = new Set(calls.flatMap(({ client, isCertain }) => (isCertain ? [client] : [])));
  return calls
    .filter(({ client, isCertain }) => isCertain || !commanded.has(client) || judge.service(client) !== undefined)
    .toSorted((a, b) => a.index - b.index)
    .flatMap((call) => findingsOf(call, { file, line: lineOf(call.index) }, judge))
    .filter(({ what, line }) => {
      const key = `${line} ${what}`;
      return !seen.has(key) && seen.add(key);
    });
}

function findingsOf(
  { client, operation: written, isCertain, members = [] }: CallSighting,
  place: { readonly file: string; readonly line: number },
  judge: CallJudge,
): Finding[] {
  const service = judge.service(client);
  if (service === undefined) {
    // Whatever is called of it.
    const name = client.replace(/^client-/, '').toLowerCase();
    const what = written === undefined ? name : `${name}:${written}`;
    return written !== undefined && !isCertain
      ? []
      : [{ subject: 'call', what, ...place, ...refused('this service is not emulated') }];
  }
  if (written === undefined) return [];
  const operation = judge.operation(service, written);
  if (operation === undefined && !isCertain) return [];
  const call = { service, operation: operation ?? written };
  const found: Finding[] = [{ subject: 'call', what: `${service}:${call.operation}`, ...place, ...judge.call(call) }];
  for (const member of members) {
    const said = judge.member(call, member) ?? emulated;
    if (said.verdict !== 'emulated')
      found.push({ subject: 'property', what: `${service}:${call.operation}.${member}`, ...place, ...said });
  }
  return found;
}
