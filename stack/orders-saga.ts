import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ApiFunction } from './api-function.ts';
import type { OrdersSecrets } from './orders-secrets.ts';
import type { OrdersTables } from './orders-tables.ts';
import { sagaDefinition } from './saga-definition.ts';
import { Workflow } from './workflow.ts';

export interface OrdersSagaProps {
  readonly tables: OrdersTables;
  readonly secrets: OrdersSecrets;
  readonly paymentsUrl: string;
}

/** Shorter than the patience of the saga, so that no function is at work on a step that was given up. */
const stepTimeout = Duration.seconds(10);
const refundTimeout = Duration.seconds(14);

/** The saga by which an order is fulfilled, or everything that was begun for it is undone. */
export class OrdersSaga extends Construct {
  readonly workflow: Workflow;
  readonly functions: {
    readonly ReserveStock: ApiFunction;
    readonly ReleaseStock: ApiFunction;
    readonly RefundPayment: ApiFunction;
  };

  constructor(scope: Construct, id: string, props: OrdersSagaProps) {
    super(scope, id);
    const { orders } = props.tables;
    this.functions = {
      ReserveStock: this.#createStockFunction('ReserveStock', 'reserve-stock', props),
      ReleaseStock: this.#createStockFunction('ReleaseStock', 'release-stock', props),
      RefundPayment: this.#createRefund(props),
    };
    const arns = Object.entries(this.functions).map(([name, { lambda }]) => [name, lambda.functionArn] as const);
    this.workflow = new Workflow(this, 'Fulfilment', {
      comment: 'Reserves stock, captures the payment and books the shipping of an order, or undoes all of it',
      definition: sagaDefinition,
      substitutions: { ...Object.fromEntries(arns), OrdersTable: orders.tableName },
    });
    this.workflow.allow(
      ['lambda:InvokeFunction'],
      arns.map(([, arn]) => arn),
    );
    this.workflow.allow(['dynamodb:UpdateItem'], [orders.tableArn]);
  }

  #createStockFunction(id: string, entry: string, { tables: { stock } }: OrdersSagaProps): ApiFunction {
    const environment = { STOCK_TABLE: stock.tableName };
    const step = new ApiFunction(this, id, { entry, timeout: stepTimeout, environment });
    step.allow(
      ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
      [stock.tableArn],
    );
    return step;
  }

  #createRefund({ tables: { orders }, secrets, paymentsUrl }: OrdersSagaProps): ApiFunction {
    const refund = new ApiFunction(this, 'RefundPayment', {
      entry: 'refund-payment',
      timeout: refundTimeout,
      environment: {
        ORDERS_TABLE: orders.tableName,
        PAYMENTS_URL: paymentsUrl,
        PAYMENTS_SECRET_ARN: secrets.payments.secretArn,
      },
    });
    refund.allow(['dynamodb:GetItem', 'dynamodb:UpdateItem'], [orders.tableArn]);
    secrets.payments.grantRead(refund.lambda);
    return refund;
  }
}
