import { formatArn } from '../../../kernel/arns.ts';
import { raise } from '../../../kernel/errors.ts';
import type { Context } from '../../../service-kit/contract.ts';
import { invalidParameter, notFound, shortArn } from '../errors.ts';
import { openSnsState, type SnsState, type Topic } from '../state.ts';
import { forgetUnconfirmed } from '../subscriptions/unconfirmed.ts';

type Asking = Pick<Context, 'account' | 'region' | 'kernel'>;

export const topicArn = ({ account, region }: Pick<Context, 'account' | 'region'>, name: string): string =>
  formatArn({ service: 'sns', region, account, resource: name });

/** The account and the rest of an ARN of SNS in the caller's region. Throws InvalidParameter. */
export function snsArn(parameter: string, arn: string, { region }: Pick<Context, 'region'>) {
  const parts = arn.split(':');
  const [prefix, , service, arnRegion, account = '', ...resource] = parts;
  if (parts.length < 6) throw shortArn(parameter, arn);
  if (prefix !== 'arn' || service !== 'sns' || arnRegion !== region) throw invalidParameter(parameter);
  return { account, resource: resource.join(':') };
}

/** The state of the account that an ARN names, as it is now. */
export function stateOf(state: SnsState, account: string, { kernel, region, ...own }: Asking): SnsState {
  const owner = account === own.account ? state : openSnsState(kernel.world.scope('sns', account, region));
  forgetUnconfirmed(owner, kernel.clock.now());
  return owner;
}

/** Where the topic of an ARN is kept, which may be another account, and the topic where it exists. */
export function lookUpTopic(state: SnsState, arn: string, context: Asking, parameter = 'TopicArn') {
  const { account, resource } = snsArn(parameter, arn, context);
  const owner = stateOf(state, account, context);
  return { state: owner, topic: owner.topics.get(resource), name: resource };
}

/** Throws NotFound. */
export function openTopic(
  state: SnsState,
  arn: string,
  context: Asking,
): { readonly state: SnsState; readonly topic: Topic } {
  const { state: owner, topic } = lookUpTopic(state, arn, context);
  return { state: owner, topic: topic ?? raise(notFound('Topic')) };
}
