import type { DescribeEventBusResponse } from '@aws-sdk/client-eventbridge';
import { parseJsonObject } from '../../../kernel/json.ts';
import type { ResourceContext } from '../../../service-kit/contract.ts';
import { unlessGone, type Values } from '../../../service-kit/properties.ts';
import { codedResourceType } from '../../../service-kit/resource-type.ts';
import { statementsOf } from '../buses/bus-policy.ts';
import { busName } from '../buses/find-bus.ts';

const properties = {
  EventBusName: 'text',
  StatementId: 'text',
  Action: 'text',
  Principal: 'text',
  Condition: { members: { Key: 'text', Type: 'text', Value: 'text' } },
  Statement: 'document',
} as const;

type Permission = Values<typeof properties>;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-eventbuspolicy.html */
export const eventBusPolicy = codedResourceType({
  type: 'AWS::Events::EventBusPolicy',
  properties,
  async create(p, context) {
    await permit(p, context);
    return { physicalId: `${busOf(p, context)}|${p.StatementId ?? ''}` };
  },
  async update(state, p, _previous, context) {
    await permit(p, context);
    return state;
  },
  delete: (_, p, context) =>
    unlessGone(
      context.call('events', 'RemovePermission', { EventBusName: busOf(p, context), StatementId: p.StatementId }),
      'ResourceNotFoundException',
    ),
});

const busOf = ({ EventBusName }: Permission, context: ResourceContext): string => busName(EventBusName, context);

/** A whole statement takes its place in the policy under its id; else an account is permitted. */
async function permit({ Statement, ...p }: Permission, context: ResourceContext): Promise<void> {
  const EventBusName = busOf(p, context);
  if (Statement === undefined) {
    await context.call('events', 'PutPermission', { ...p, EventBusName });
    return;
  }
  const { Policy: before } = await context.call<DescribeEventBusResponse>('events', 'DescribeEventBus', {
    Name: EventBusName,
  });
  const others = statementsOf(before).filter(({ Sid }) => Sid !== p.StatementId);
  const statement = { Sid: p.StatementId, ...parseJsonObject(Statement) };
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [...others, statement] });
  await context.call('events', 'PutPermission', { EventBusName, Policy });
}
