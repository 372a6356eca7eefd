import type { PutPermissionRequest, RemovePermissionRequest } from '@aws-sdk/client-eventbridge';
import { partitionOf } from '../../../kernel/arns.ts';
import type { StatementDocument } from '../../../policy/policy-document.ts';
import { checkedPolicy, policyText, statementsOf } from '../buses/bus-policy.ts';
import { busName, getBus } from '../buses/find-bus.ts';
import { noPolicy, noSuchStatement, validation } from '../errors.ts';
import type { EventsContext, EventsOperation } from '../operation.ts';
import type { EventBus, EventsState } from '../state.ts';

const action = 'events:PutEvents';

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutPermission.html */
export const putPermission: EventsOperation<PutPermissionRequest, object> = (state, input, context) => {
  const bus = getBus(state, busName(input.EventBusName, context), context);
  if (input.Policy !== undefined) return keep(state, bus, checkedPolicy(input.Policy), context);
  const statement = statementFor(bus, input, context);
  const others = statementsOf(bus.policy).filter(({ Sid }) => Sid !== statement.Sid);
  return keep(state, bus, policyText([...others, statement]), context);
};

function statementFor(bus: EventBus, input: PutPermissionRequest, { region }: EventsContext): StatementDocument {
  const { Action, Principal, StatementId, Condition } = input;
  if (Action === undefined || Principal === undefined || StatementId === undefined) {
    throw validation('Parameter(s) Action, Principal and StatementId, or Policy, must be specified.');
  }
  if (Action !== action) throw validation("Provided value in parameter 'action' is not supported.");
  const { Type = '', Key = '', Value = '' } = Condition ?? {};
  return {
    Sid: StatementId,
    Effect: 'Allow',
    Principal: Principal === '*' ? '*' : { AWS: `arn:${partitionOf(region)}:iam::${Principal}:root` },
    Action: action,
    Resource: bus.arn,
    ...(Condition && { Condition: { [Type]: { [Key]: Value } } }),
  };
}

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_RemovePermission.html */
export const removePermission: EventsOperation<RemovePermissionRequest, object> = (state, input, context) => {
  const bus = getBus(state, busName(input.EventBusName, context), context);
  if (input.RemoveAllPermissions) return keep(state, bus, undefined, context);
  if (input.StatementId === undefined) {
    throw validation('Parameter StatementId is required.');
  }
  const statements = statementsOf(bus.policy);
  if (statements.length === 0) throw noPolicy();
  const left = statements.filter(({ Sid }) => Sid !== input.StatementId);
  if (left.length === statements.length) throw noSuchStatement();
  return keep(state, bus, policyText(left), context);
};

function keep(state: EventsState, bus: EventBus, policy: string | undefined, { clock }: EventsContext): object {
  const { policy: _replaced, ...rest } = bus;
  state.buses.set(bus.name, { ...rest, modifiedMs: clock.now(), ...(policy !== undefined && { policy }) });
  return {};
}
