import type * as Sdk from '@aws-sdk/client-sfn';
import { AwsError } from '../../../kernel/errors.ts';
import type { Values } from '../../../service-kit/properties.ts';
import { codedResourceType } from '../../../service-kit/resource-type.ts';
import { lowerFirst } from './lower-first.ts';
import { stateMachineAliasReading } from './readings.ts';
import { shiftTraffic, weightsOf } from './shift-traffic.ts';

const kinds = {
  DeploymentPreference: {
    members: {
      Alarms: { list: 'text' },
      Interval: 'number',
      Percentage: 'number',
      StateMachineVersionArn: 'text',
      Type: 'text',
    },
  },
  Description: 'text',
  Name: 'text',
  RoutingConfiguration: { list: { members: { StateMachineVersionArn: 'text', Weight: 'number' } } },
  StateMachineArn: 'text',
} as const;

/** At first all goes to the version that a preference names. */
function routingOf({ RoutingConfiguration, DeploymentPreference }: Values<typeof kinds>): unknown {
  if ((RoutingConfiguration === undefined) === (DeploymentPreference === undefined)) {
    throw new AwsError(
      'ValidationError',
      'Exactly one of RoutingConfiguration and DeploymentPreference must be specified.',
    );
  }
  if (RoutingConfiguration) return lowerFirst(RoutingConfiguration);
  // What cannot be done later is refused at once.
  weightsOf(DeploymentPreference ?? {});
  return [{ stateMachineVersionArn: DeploymentPreference?.StateMachineVersionArn, weight: 100 }];
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-stepfunctions-statemachinealias.html */
export const stateMachineAlias = codedResourceType({
  type: 'AWS::StepFunctions::StateMachineAlias',
  reading: stateMachineAliasReading,
  properties: kinds,
  attributes: ['Arn'],
  async create(p, context) {
    const { stateMachineAliasArn: Arn = '' } = await context.call<Sdk.CreateStateMachineAliasOutput>(
      'states',
      'CreateStateMachineAlias',
      {
        name: p.Name ?? context.generateName(80),
        routingConfiguration: routingOf(p),
        ...(p.Description !== undefined && { description: p.Description }),
      },
    );
    return { physicalId: Arn, attributes: { Arn } };
  },
  async update(state, p, _previous, context) {
    const routingConfiguration = routingOf(p);
    if (p.DeploymentPreference) await shiftTraffic(state.physicalId, p.DeploymentPreference, context);
    await context.call('states', 'UpdateStateMachineAlias', {
      stateMachineAliasArn: state.physicalId,
      description: p.Description ?? '',
      ...(p.RoutingConfiguration && { routingConfiguration }),
    });
    return state;
  },
  async delete({ physicalId: stateMachineAliasArn }, _p, context) {
    await context.call('states', 'DeleteStateMachineAlias', { stateMachineAliasArn });
  },
});
