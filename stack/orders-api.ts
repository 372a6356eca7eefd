import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { HttpApi, HttpMethod, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { ApiFunction } from './api-function.ts';
import type { OrdersCustomers } from './orders-customers.ts';
import type { OrdersEvents } from './orders-events.ts';
import type { OrdersSecrets } from './orders-secrets.ts';
import type { OrdersTables } from './orders-tables.ts';

export interface OrdersApiProps {
  readonly tables: OrdersTables;
  readonly secrets: OrdersSecrets;
  readonly events: OrdersEvents;
  readonly customers: OrdersCustomers;
  readonly paymentsUrl: string;
}

/** Writes call the provider: shorter than the gateway's 30 s, long enough for its bounded retries. */
const writeTimeout = Duration.seconds(20);
const readTimeout = Duration.seconds(5);

/** The HTTP API: one function a route, each with just the rights that its route needs. */
export class OrdersApi extends Construct {
  readonly http: HttpApi;
  readonly functions: Readonly<Record<string, ApiFunction>>;

  constructor(scope: Construct, id: string, props: OrdersApiProps) {
    super(scope, id);
    this.functions = this.#createFunctions(props);
    this.#grant(props);
    this.http = new HttpApi(this, 'Http', { description: 'Orders', createDefaultStage: false });
    this.#addStage();
    this.#addRoute(HttpMethod.POST, '/orders', 'CreateOrder');
    this.#addRoute(HttpMethod.GET, '/orders', 'ListOrders');
    this.#addRoute(HttpMethod.GET, '/orders/{id}', 'GetOrder');
    this.#addRoute(HttpMethod.POST, '/orders/{id}/cancel', 'CancelOrder');
    this.#addRoute(HttpMethod.GET, '/customers/{id}/orders', 'ListCustomerOrders');
    this.#addRoute(HttpMethod.GET, '/health', 'Health');
  }

  #createFunctions({ tables, secrets, events, customers, paymentsUrl }: OrdersApiProps): Record<string, ApiFunction> {
    const ordersTable = { ORDERS_TABLE: tables.orders.tableName };
    const payments = { PAYMENTS_URL: paymentsUrl, PAYMENTS_SECRET_ARN: secrets.payments.secretArn };
    const idempotency = { IDEMPOTENCY_TABLE: tables.idempotency.tableName };
    const create = (id: string, entry: string, timeout: Duration, environment: Record<string, string> = {}) =>
      new ApiFunction(this, id, { entry, timeout, environment });
    return {
      CreateOrder: create('CreateOrder', 'create-order', writeTimeout, {
        ...ordersTable,
        ...idempotency,
        ...payments,
        ...events.publishing,
      }),
      CancelOrder: create('CancelOrder', 'cancel-order', writeTimeout, { ...ordersTable, ...payments }),
      GetOrder: create('GetOrder', 'get-order', readTimeout, ordersTable),
      ListOrders: create('ListOrders', 'list-orders', readTimeout, {
        ...ordersTable,
        CURSORS_SECRET_ARN: secrets.cursors.secretArn,
      }),
      ListCustomerOrders: create('ListCustomerOrders', 'list-customer-orders', readTimeout, {
        CUSTOMER_ORDERS_TABLE: customers.table.tableName,
      }),
      Health: create('Health', 'health', readTimeout),
    };
  }

  #grant({ tables, secrets, events, customers }: OrdersApiProps): void {
    const { CreateOrder, CancelOrder, GetOrder, ListOrders, ListCustomerOrders } = this.functions;
    if (!CreateOrder || !CancelOrder || !GetOrder || !ListOrders || !ListCustomerOrders)
      throw new Error('a route lost its function');
    const { orders, idempotency } = tables;
    CreateOrder.allow(['dynamodb:GetItem', 'dynamodb:PutItem'], [orders.tableArn]);
    CreateOrder.allow(['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'], [idempotency.tableArn]);
    CreateOrder.allow(['dynamodb:GetItem', 'dynamodb:PutItem'], [tables.outbox.tableArn]);
    events.allowPublishing(CreateOrder);
    CancelOrder.allow(['dynamodb:GetItem', 'dynamodb:UpdateItem'], [orders.tableArn]);
    GetOrder.allow(['dynamodb:GetItem'], [orders.tableArn]);
    ListOrders.allow(['dynamodb:Query'], [`${orders.tableArn}/index/byDate`, `${orders.tableArn}/index/byStatus`]);
    ListCustomerOrders.allow(['dynamodb:Query'], [customers.table.tableArn]);
    secrets.payments.grantRead(CreateOrder.lambda);
    secrets.payments.grantRead(CancelOrder.lambda);
    secrets.cursors.grantRead(ListOrders.lambda);
  }

  #addStage(): void {
    const accessLogs = new LogGroup(this, 'AccessLogs', {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    new HttpStage(this, 'Stage', {
      httpApi: this.http,
      stageName: '$default',
      autoDeploy: true,
      detailedMetricsEnabled: true,
      throttle: { rateLimit: 500, burstLimit: 1000 },
      accessLogSettings: {
        destination: new LogGroupLogDestination(accessLogs),
        format: AccessLogFormat.custom(
          JSON.stringify({
            requestId: '$context.requestId',
            ip: '$context.identity.sourceIp',
            method: '$context.httpMethod',
            routeKey: '$context.routeKey',
            status: '$context.status',
            latency: '$context.responseLatency',
            integrationError: '$context.integrationErrorMessage',
          }),
        ),
      },
    });
  }

  #addRoute(method: HttpMethod, path: string, functionId: string): void {
    const target = this.functions[functionId];
    if (!target) throw new Error(`no function ${functionId}`);
    const integration = new HttpLambdaIntegration(`${functionId}Integration`, target.lambda);
    for (const route of this.http.addRoutes({ path, methods: [method], integration })) {
      Validations.of(route).acknowledge({
        id: 'AwsSolutions-APIG4',
        reason: 'The reference API is public; a team puts its own authorizer here.',
      });
    }
  }
}
