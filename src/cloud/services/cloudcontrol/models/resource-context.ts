import type { Caller } from '../../../kernel/identity.ts';
import { sessionOf } from '../../../kernel/role-session.ts';
import type { Context, ResourceCalls, ResourceContext } from '../../../service-kit/contract.ts';

const nameLetters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const suffixLength = 12;

/** As whom Cloud Control works: the role that the request names, else who made it. */
const callerOf = (context: Context, roleArn: string | undefined): Caller =>
  (roleArn === undefined ? undefined : sessionOf(roleArn, 'AWSCloudFormation')) ?? context.caller;

/** What it takes to look at resources. */
export function resourceCalls(context: Context, roleArn?: string): ResourceCalls {
  const caller = callerOf(context, roleArn);
  return {
    account: context.account,
    region: context.region,
    call: (service, operation, input, options = {}) => context.call(service, operation, input, { ...options, caller }),
  };
}

/** What an owner is told: there is no stack, so that names are made of the type's, and no tags are added. */
export function resourceContext(typeName: string, context: Context, roleArn?: string): ResourceContext {
  const { random, clock } = context;
  const logicalId = typeName.slice(typeName.lastIndexOf(':') + 1);
  return {
    ...resourceCalls(context, roleArn),
    stackId: '',
    stackName: 'cloudcontrol',
    logicalId,
    tags: {},
    random,
    clock,
    generateName(max, options = {}) {
      const name = `${logicalId}-${random.text(suffixLength, nameLetters)}`.slice(-max);
      return options.lowerCase ? name.toLowerCase() : name;
    },
  };
}
