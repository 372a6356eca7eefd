import { durationMs } from '../clock.ts';
import { SquallError } from '../errors.ts';
import { nearestWord } from '../nearest-word.ts';
import type { FaultType } from './faults.ts';
import type { FaultRule } from './rule.ts';

/** Every kind that a rule may have, with what it does to a call. */
export const ruleKinds = {
  error: 'fails and is not applied',
  throttle: 'is rejected as too fast',
  conflict: 'meets another writer',
  reset: 'loses its connection before it is applied',
  lost: 'is applied, and its answer is lost',
  hang: 'gets no answer and is not applied',
  hangAfter: 'is applied and gets no answer',
  slow: 'is answered later: delay=2s',
  crashBefore: 'finds its function dead before it is applied',
  crashAfter: 'is applied, and its function dies',
  stale: 'reads what was there before the last write',
  partial: 'does half of its batch',
  duplicate: 'is applied twice',
  rotate: 'finds a secret rotated: secret=Payments',
} as const satisfies Readonly<Record<Exclude<FaultType, 'answerTooLarge'> | 'rotate', string>>;

type RuleKind = keyof typeof ruleKinds;

/** Other words for kinds, as people know them from elsewhere. */
const aliases: Readonly<Record<string, RuleKind>> = { clientGone: 'lost', gateway504: 'hangAfter', latency: 'slow' };

/** Keys that name the resource, by whatever the service calls it. */
const resourceKeys: ReadonlySet<string> = new Set([
  'resource',
  'table',
  'queue',
  'secret',
  'bucket',
  'function',
  'api',
]);
const numberKeys: ReadonlySet<string> = new Set(['nth', 'after', 'times', 'attempt', 'probability']);
const otherKeys: ReadonlySet<string> = new Set([
  'caller',
  'scope',
  'for',
  'delay',
  'code',
  'status',
  'message',
  'retryAfter',
  'answer',
  'value',
]);

const example = 'Write for example: throttle dynamodb:PutItem table=Orders times=3';

/**
 * Reads a rule: kind, service and operation, then settings in any order.
 * `lost dynamodb:PutItem table=Idempotency attempt=1`, `hang execute-api:POST /orders`, `slow sqs:* delay=2s for=1m`.
 * Throws `SquallError` with a right example and what was nearly right.
 */
export function parseRule(text: string): FaultRule {
  const words = text.trim().match(/(?:[^\s"]+|"[^"]*")+/g) ?? [];
  const [kindWord, ...rest] = words;
  if (kindWord === undefined) throw new SquallError('InvalidFault', 'The rule is empty.', example);
  const kind = kindOf(kindWord);
  const settings = new Map<string, string>();
  const target: string[] = [];
  for (const word of rest) {
    const match = /^([A-Za-z]+)=(.*)$/.exec(word);
    if (match?.[1] !== undefined && match[2] !== undefined) settings.set(match[1], match[2].replaceAll('"', ''));
    else target.push(word);
  }
  for (const key of settings.keys()) assertKey(key);
  return { ...targetOf(target), ...matching(settings, kind), fault: faultOf(kind, settings) };
}

function kindOf(word: string): RuleKind {
  const kind = aliases[word] ?? word;
  if (Object.hasOwn(ruleKinds, kind)) return kind as RuleKind;
  throw new SquallError(
    'InvalidFault',
    `There is no fault “${word}”.${nearest(word, Object.keys(ruleKinds))}`,
    `${example}. Faults: ${Object.keys(ruleKinds).join(', ')}.`,
  );
}

function assertKey(key: string): void {
  const known = [...resourceKeys, ...numberKeys, ...otherKeys];
  if (known.includes(key)) return;
  throw new SquallError(
    'InvalidFault',
    `There is no setting “${key}”.${nearest(key, known)}`,
    `${example}. Settings: ${known.join(', ')}.`,
  );
}

/** `dynamodb:PutItem`, `sqs:*`, `execute-api:POST /orders`, or nothing: any call. */
function targetOf(words: readonly string[]): Pick<FaultRule, 'service' | 'operation'> {
  const text = words.join(' ');
  if (text === '' || text === '*') return {};
  const match = /^([a-z0-9-]+|\*):(.+)$/i.exec(text);
  if (!match?.[1] || !match[2]) {
    throw new SquallError(
      'InvalidFault',
      `“${text}” names no operation.`,
      `${example}. Name service and operation, as in IAM: dynamodb:PutItem, sqs:*.`,
    );
  }
  return {
    ...(match[1] !== '*' && { service: match[1].toLowerCase() }),
    ...(match[2] !== '*' && { operation: match[2] }),
  };
}

function matching(
  settings: ReadonlyMap<string, string>,
  kind: RuleKind,
): Omit<FaultRule, 'fault' | 'service' | 'operation'> {
  const resource = [...settings].find(
    ([key]) => resourceKeys.has(key) && !(kind === 'rotate' && key === 'secret'),
  )?.[1];
  const numbers = Object.fromEntries(
    [...settings].filter(([key]) => numberKeys.has(key)).map(([key, value]) => [key, numberOf(key, value)]),
  );
  const caller = settings.get('caller');
  const scope = settings.get('scope');
  const forText = settings.get('for');
  if (scope !== undefined && scope !== 'call' && scope !== 'attempt') {
    throw new SquallError(
      'InvalidFault',
      `“${scope}” is no scope.`,
      'scope=call counts all attempts of a call as one, scope=attempt counts each.',
    );
  }
  return {
    ...numbers,
    ...(resource !== undefined && { resource }),
    ...(caller !== undefined && { caller }),
    ...(scope !== undefined && { scope }),
    ...(forText !== undefined && { forMs: durationMs(forText) }),
  };
}

function numberOf(key: string, value: string): number {
  const number = Number(value);
  const isRight = key === 'probability' ? number >= 0 && number <= 1 : Number.isInteger(number) && number >= 0;
  if (value !== '' && isRight) return number;
  const hint =
    key === 'probability' ? 'probability is from 0 to 1: probability=0.1' : `${key} is a whole number: ${key}=3`;
  throw new SquallError('InvalidFault', `“${key}=${value}” is not understood.`, hint);
}

function faultOf(kind: RuleKind, settings: ReadonlyMap<string, string>): FaultRule['fault'] {
  const number = (key: string) => (settings.has(key) ? numberOf(key, settings.get(key) ?? '') : undefined);
  const code = settings.get('code');
  const message = settings.get('message');
  const status = number('status');
  const retryAfterS = number('retryAfter');
  switch (kind) {
    case 'error':
      return {
        kind,
        ...(code !== undefined && { code }),
        ...(status !== undefined && { status }),
        ...(message !== undefined && { message }),
      };
    case 'throttle':
      return { kind, ...(retryAfterS !== undefined && { retryAfterS }) };
    case 'lost':
      return { kind, ...(settings.get('answer') === 'error' && { answer: 'error' as const }) };
    case 'slow':
      return { kind, delayMs: delayOf(settings.get('delay')) };
    case 'rotate':
      return rotation(settings);
    default:
      return { kind };
  }
}

function delayOf(delay: string | undefined): number {
  if (delay !== undefined) return durationMs(delay);
  throw new SquallError('InvalidFault', 'How slow?', 'Write for example: slow secretsmanager:GetSecretValue delay=2s');
}

function rotation(settings: ReadonlyMap<string, string>): FaultRule['fault'] {
  const secret = settings.get('secret');
  const value = settings.get('value');
  if (secret !== undefined) return { kind: 'rotate', secret, ...(value !== undefined && { value }) };
  throw new SquallError(
    'InvalidFault',
    'Which secret?',
    'Write for example: rotate dynamodb:PutItem secret=Payments times=1',
  );
}

/** ` Did you mean “throttle”?`, where one is near enough. */
function nearest(word: string, known: readonly string[]): string {
  const best = nearestWord(word, known);
  return best === undefined ? '' : ` Did you mean “${best}”?`;
}
