import { Aws, Duration } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import {
  Alarm,
  ComparisonOperator,
  Dashboard,
  GraphWidget,
  type IMetric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { ApiFunction } from './api-function.ts';
import type { OrdersApi } from './orders-api.ts';
import type { OrdersEvents } from './orders-events.ts';
import type { OrdersFulfilment } from './orders-fulfilment.ts';
import type { PartnerApi } from './partner-api.ts';
import type { Workflow } from './workflow.ts';

export interface OrdersMonitoringProps {
  readonly api: OrdersApi;
  readonly events: OrdersEvents;
  readonly fulfilment: OrdersFulfilment;
  readonly partners: PartnerApi;
  /** Those that work behind the API. */
  readonly workers: Readonly<Record<string, ApiFunction>>;
  readonly workflows: Readonly<Record<string, Workflow>>;
}

const period = Duration.minutes(1);

/** Above this a client has begun to wonder: p99 of a function's duration. */
const latencyMaxMs = 3000;

/** Events are handled within seconds; one that is this old waits for somebody. */
const eventAgeMaxSeconds = 300;

/**
 * Alarms on errors, latency and throttles of every function and of the API, on workflows that fail, on events that wait, a
 * topic that tells of them, and one dashboard.
 */
export class OrdersMonitoring extends Construct {
  readonly alerts: Topic;

  constructor(scope: Construct, id: string, props: OrdersMonitoringProps) {
    super(scope, id);
    const { api, events, fulfilment, partners, workers, workflows } = props;
    this.alerts = new Topic(this, 'Alerts', { displayName: 'Orders', enforceSSL: true });
    this.#letAlarmsSpeak();
    const functions = { ...api.functions, ...fulfilment.functions, ...partners.functions, ...workers };
    for (const [name, target] of Object.entries(functions)) this.#watch(name, target);
    for (const [name, workflow] of Object.entries(workflows)) this.#watchWorkflow(name, workflow);
    this.#alarm('ApiServerErrors', api.http.metricServerError({ period, statistic: 'Sum' }), 1);
    this.#alarm('ApiLatency', api.http.metricLatency({ period, statistic: 'p99' }), latencyMaxMs);
    const { placed, deadPlaced } = fulfilment;
    this.#alarm('EventAge', placed.metricApproximateAgeOfOldestMessage({ period }), eventAgeMaxSeconds);
    this.#alarm('DeadEvents', deadPlaced.metricApproximateNumberOfMessagesVisible({ period }), 1);
    this.#alarm('Undelivered', events.undelivered.metricApproximateNumberOfMessagesVisible({ period }), 1);
    this.#alarm('PartnersServerErrors', partners.stage.metricServerError({ period, statistic: 'Sum' }), 1);
    this.#alarm('PartnersLatency', partners.stage.metricLatency({ period, statistic: 'p99' }), latencyMaxMs);
    this.#alarm('DeadWebhooks', partners.deadWebhooks.metricApproximateNumberOfMessagesVisible({ period }), 1);
    this.#createDashboard(api.http, Object.values(functions));
  }

  /** A topic with a policy of its own loses the one by which everything in its account may publish. */
  #letAlarmsSpeak(): void {
    this.alerts.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.alerts.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    );
  }

  #watch(name: string, { lambda }: ApiFunction): void {
    this.#alarm(`${name}Errors`, lambda.metricErrors({ period }), 1);
    this.#alarm(`${name}Throttles`, lambda.metricThrottles({ period }), 1);
    this.#alarm(`${name}Latency`, lambda.metricDuration({ period, statistic: 'p99' }), latencyMaxMs);
  }

  #watchWorkflow(name: string, { machine, failuresMax }: Workflow): void {
    this.#alarm(`${name}WorkflowFailed`, machine.metricFailed({ period, statistic: 'Sum' }), failuresMax + 1);
    this.#alarm(`${name}WorkflowTimedOut`, machine.metricTimedOut({ period, statistic: 'Sum' }), 1);
  }

  #alarm(id: string, metric: IMetric, threshold: number): void {
    const alarm = new Alarm(this, id, {
      metric,
      threshold,
      evaluationPeriods: 3,
      datapointsToAlarm: 2,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(this.alerts));
    alarm.addOkAction(new SnsAction(this.alerts));
  }

  #createDashboard(http: HttpApi, functions: readonly ApiFunction[]): void {
    const dashboard = new Dashboard(this, 'Dashboard', { defaultInterval: Duration.hours(3) });
    const lambdas = functions.map(({ lambda }) => lambda);
    dashboard.addWidgets(
      new GraphWidget({
        title: 'Requests and errors',
        left: [http.metricCount({ period }), http.metricClientError({ period }), http.metricServerError({ period })],
      }),
      new GraphWidget({
        title: 'Latency of the API',
        left: ['p50', 'p90', 'p99'].map((statistic) => http.metricLatency({ period, statistic, label: statistic })),
      }),
    );
    dashboard.addWidgets(
      new GraphWidget({
        title: 'Duration (p99)',
        left: lambdas.map((lambda) => lambda.metricDuration({ period, statistic: 'p99' })),
      }),
      new GraphWidget({ title: 'Throttles', left: lambdas.map((lambda) => lambda.metricThrottles({ period })) }),
    );
  }
}
