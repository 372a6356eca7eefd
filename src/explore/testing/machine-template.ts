import { templateOf } from './template.ts';

interface MachineTemplateOptions {
  /** JavaScript of the function `Worker`. */
  readonly code: string;
  /** Its definition; `${Worker}` stands for the function. */
  readonly machine: object;
  readonly tables?: Readonly<Record<string, string>>;
  readonly variables?: Readonly<Record<string, string>>;
  readonly type?: 'STANDARD' | 'EXPRESS';
  /** Whatever else the app has. */
  readonly resources?: Readonly<Record<string, object>>;
  readonly substitutions?: object;
}

const document = (...statements: readonly object[]) => ({ Version: '2012-10-17', Statement: statements });

const machineRole = {
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: document({
      Effect: 'Allow',
      Principal: { Service: ['states.amazonaws.com', 'apigateway.amazonaws.com'] },
      Action: 'sts:AssumeRole',
    }),
    Policies: [{ PolicyName: 'all', PolicyDocument: document({ Effect: 'Allow', Action: '*', Resource: '*' }) }],
  },
};

/** A template with the state machine `ship`, its function `Worker`, and an API in front of that. */
export function machineTemplate(options: MachineTemplateOptions): object {
  const { code, machine, tables = {}, type = 'STANDARD', resources = {}, substitutions = {}, variables = {} } = options;
  const ship = {
    Type: 'AWS::StepFunctions::StateMachine',
    Properties: {
      StateMachineName: 'ship',
      StateMachineType: type,
      RoleArn: { 'Fn::GetAtt': ['MachineRole', 'Arn'] },
      DefinitionString: JSON.stringify(machine),
      DefinitionSubstitutions: { Worker: { 'Fn::GetAtt': ['Worker', 'Arn'] }, ...substitutions },
    },
  };
  return templateOf({ code, tables, variables, resources: { MachineRole: machineRole, Ship: ship, ...resources } });
}
