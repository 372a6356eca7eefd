import { fileURLToPath } from 'node:url';
import { type Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

export interface ApiFunctionProps {
  /** The file in `handlers/` that exports `handler`, without its extension. */
  readonly entry: string;
  readonly timeout: Duration;
  readonly environment?: Readonly<Record<string, string>>;
}

const handlers = fileURLToPath(new URL('../handlers/', import.meta.url));

/** One function with a role and a log group of its own; the role may write to that group and nothing else. */
export class ApiFunction extends Construct {
  readonly lambda: NodejsFunction;
  readonly role: Role;

  constructor(scope: Construct, id: string, { entry, timeout, environment = {} }: ApiFunctionProps) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Logs', {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [logGroup.logGroupArn]);
    this.lambda = new NodejsFunction(this, 'Function', {
      entry: `${handlers}${entry}.ts`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: 512,
      timeout,
      role: this.role,
      logGroup,
      tracing: Tracing.ACTIVE,
      environment: {
        POWERTOOLS_SERVICE_NAME: 'orders',
        POWERTOOLS_METRICS_NAMESPACE: 'Orders',
        POWERTOOLS_LOG_LEVEL: 'INFO',
        ...environment,
      },
      // The SDK is bundled: the versions that were tested are the versions that run.
      bundling: { minify: true, sourceMap: false, format: OutputFormat.CJS, bundleAwsSDK: true, target: 'node24' },
    });
    acknowledgeWildcards(this.role);
  }

  /** Rights on resources named by their ARNs; the CDK's own grants would add every index of a table. */
  allow(actions: readonly string[], resources: readonly string[]): void {
    this.role.addToPolicy(
      new PolicyStatement({ effect: Effect.ALLOW, actions: [...actions], resources: [...resources] }),
    );
  }

  /** Sends events of asynchronous calls that fail for good to a queue. */
  buryIn(queue: IQueue): void {
    this.lambda.configureAsyncInvoke({ onFailure: new SqsDestination(queue), retryAttempts: 2 });
  }
}

/** X-Ray's API knows no resources. */
function acknowledgeWildcards(role: Role): void {
  Validations.of(role).acknowledge({
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason: 'xray:PutTraceSegments and xray:PutTelemetryRecords cannot be limited to a resource.',
  });
}
