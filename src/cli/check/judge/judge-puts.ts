import type { Properties } from '../../../cloud/service-kit/contract.ts';
import { emulated, isBad, type Judgement, refused } from '../finding.ts';
import { tryTemplate } from '../trial/try-template.ts';
import { judgeEventSource } from './judge-event-source.ts';
import type { Judges } from './judges.ts';

/** What a tool makes of one thing that its users write. */
export interface Puts {
  /** CloudFormation types. */
  readonly becomes: readonly string[];
  /** Of event source mappings: the service in the ARN of the source. */
  readonly source?: string;
  /** The value on which it depends whether the first of the types works: WebSocket APIs, functions of images. */
  readonly with?: Properties;
}

/** What is said of a thing that becomes several others: the worst that is said of one of them, with its name. */
export async function judgePuts({ becomes, source, with: properties }: Puts, judges: Judges): Promise<Judgement> {
  const of = source === undefined ? emulated : judgeEventSource(source);
  if (isBad(of)) return of;
  const said = becomes.map((type) => ({ type, ...judges.type.type(type) }));
  const worst = said.find(isBad) ?? said.find(({ verdict }) => verdict === 'stored only');
  if (worst) return { verdict: worst.verdict, reason: `it becomes ${worst.type}: ${worst.reason ?? ''}` };
  return properties === undefined ? emulated : judgeValues(becomes[0] ?? '', properties, judges);
}

/** Whether a service takes these values, by trying. */
export async function judgeValues(type: string, properties: Properties, { trial }: Judges): Promise<Judgement> {
  const template = { Resources: { Tried: { Type: type, Properties: properties } } };
  const refusal = (await tryTemplate(template, trial)).refusals.get('Tried');
  return refusal === undefined ? emulated : refused(`Squall does not emulate ${refusal}`);
}

/** Whether functions of a runtime run on this machine; undefined for what is no runtime that is written out. */
export function judgeRuntime(runtime: unknown, { trial }: Judges): Judgement | undefined {
  if (typeof runtime !== 'string' || runtime.includes('${')) return undefined;
  const refusal = trial.refusalOf('AWS::Lambda::Function', { Runtime: runtime });
  return refusal === undefined ? undefined : refused(`Squall does not emulate ${refusal}`);
}

/** A function of a container image, as CloudFormation has it. */
export const imageFunction: Properties = {
  PackageType: 'Image',
  Role: 'arn:aws:iam::000000000000:role/check',
  Code: { ImageUri: '000000000000.dkr.ecr.us-east-1.amazonaws.com/check:latest' },
};

/** A WebSocket API, as CloudFormation has it. */
export const webSocketApi: Properties = {
  Name: 'check',
  ProtocolType: 'WEBSOCKET',
  RouteSelectionExpression: '$request.body.action',
};
