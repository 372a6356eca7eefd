import { createHash } from 'node:crypto';
import type { Message } from '../../../delivery/deliveries.ts';
import { type Arn, parseArn } from '../../../kernel/arns.ts';
import { AwsError } from '../../../kernel/errors.ts';
import { isJsonObject, parseJson } from '../../../kernel/json.ts';
import type { Context } from '../../../service-kit/contract.ts';
import { tellApi } from './tell-api.ts';

/** Tells targets that are EventBridge's own: buses, API destinations, log groups, APIs. Undefined for all others. */
export function tellTarget(message: Message, context: Context): Promise<unknown> | undefined {
  const arn = parseArn(message.to);
  if (arn?.service === 'logs') return tellLogGroup(arn, message, context);
  if (arn?.service === 'execute-api') return tellApi(arn, message, context);
  if (arn?.service !== 'events') return undefined;
  return arn.resource.startsWith('api-destination/')
    ? tellDestination(message, context)
    : tellBus(arn, message, context);
}

/** The event goes on as it is: a bus takes no other input. */
const tellBus = ({ account, region, resource }: Arn, { payload, about }: Message, context: Context): Promise<unknown> =>
  context.call(
    'events',
    'TakeEvent',
    {
      BusName: resource.slice(resource.indexOf('/') + 1),
      Event: payload,
      Path: about?.Path,
      From: context.account,
    },
    { account, region },
  );

const tellDestination = ({ to, payload, http, roleArn, about }: Message, context: Context): Promise<unknown> =>
  context.call('events', 'InvokeApiDestination', {
    ApiDestinationArn: to,
    Payload: payload,
    Http: http,
    RoleArn: roleArn,
    RuleArn: about?.RuleArn,
  });

async function tellLogGroup(arn: Arn, { payload, about }: Message, context: Context): Promise<void> {
  const where = { account: arn.account, region: arn.region };
  const logGroupName = arn.resource.replace(/^log-group:/, '').replace(/:\*$/, '');
  const logStreamName = createHash('sha256')
    .update(about?.RuleArn ?? '')
    .digest('hex')
    .slice(0, 32);
  const call = (operation: string, input: object) =>
    context.call('logs', operation, { logGroupName, logStreamName, ...input }, where);
  try {
    await call('CreateLogStream', {});
  } catch (error) {
    if (!(error instanceof AwsError && error.code === 'ResourceAlreadyExistsException')) throw error;
  }
  await call('PutLogEvents', { logEvents: [logEventOf(payload, context.clock.now())] });
}

/** A transformed input may name the time and the text itself. */
function logEventOf(payload: string, nowMs: number): { readonly timestamp: number; readonly message: string } {
  const value = parseJson(payload);
  if (isJsonObject(value) && value.message !== undefined && Object.keys(value).every(isLogMember)) {
    const { timestamp, message } = value;
    const at = typeof timestamp === 'number' ? timestamp : Date.parse(String(timestamp));
    return {
      timestamp: Number.isFinite(at) ? at : nowMs,
      message: typeof message === 'string' ? message : JSON.stringify(message),
    };
  }
  return { timestamp: nowMs, message: payload };
}

const isLogMember = (name: string): boolean => name === 'timestamp' || name === 'message';
