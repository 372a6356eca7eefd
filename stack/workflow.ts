import { Aws, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';

export interface WorkflowProps {
  readonly comment: string;
  /** In the Amazon States Language; `${NAME}` stands for one of the substitutions, `${Partition}` for the partition. */
  readonly definition: object;
  readonly substitutions: Readonly<Record<string, string>>;
  /** Express workflows are answered at once and keep no history but their log. */
  readonly isExpress?: boolean;
  /** How many failed executions a minute are nothing to look at; none unless told. */
  readonly failuresMax?: number;
}

/** One state machine with a role and a log group of its own; the role may do what it was told, and nothing else. */
export class Workflow extends Construct {
  readonly machine: StateMachine;
  readonly role: Role;
  readonly failuresMax: number;

  constructor(scope: Construct, id: string, props: WorkflowProps) {
    super(scope, id);
    const { comment, definition, substitutions, isExpress = false, failuresMax = 0 } = props;
    this.failuresMax = failuresMax;
    const destination = new LogGroup(this, 'Logs', {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('states.amazonaws.com') });
    this.machine = new StateMachine(this, 'Machine', {
      comment,
      stateMachineType: isExpress ? StateMachineType.EXPRESS : StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromString(JSON.stringify(definition)),
      definitionSubstitutions: { Partition: Aws.PARTITION, ...substitutions },
      role: this.role,
      logs: { destination, level: LogLevel.ALL, includeExecutionData: true },
      tracingEnabled: true,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    Validations.of(this.role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'Neither the delivery of logs nor X-Ray can be limited to a resource.',
    });
  }

  /** Rights on resources named by their ARNs. */
  allow(actions: readonly string[], resources: readonly string[]): void {
    this.role.addToPolicy(
      new PolicyStatement({ effect: Effect.ALLOW, actions: [...actions], resources: [...resources] }),
    );
  }
}
