import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AttributeType, BillingMode, type ITable, Table } from 'aws-cdk-lib/aws-dynamodb';
import { StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import { ApiFunction } from './api-function.ts';
import type { OrdersEvents } from './orders-events.ts';
import type { OrdersTables } from './orders-tables.ts';

export interface OrdersCustomersProps {
  readonly tables: OrdersTables;
  readonly events: OrdersEvents;
}

const timeout = Duration.seconds(10);

/** What customers have ordered: a read model that follows the stream of orders. */
export class OrdersCustomers extends Construct {
  readonly table: Table;
  readonly functions: { readonly ProjectCustomerOrders: ApiFunction };

  constructor(scope: Construct, id: string, { tables, events }: OrdersCustomersProps) {
    super(scope, id);
    this.table = new Table(this, 'Table', {
      partitionKey: { name: 'customerId', type: AttributeType.STRING },
      sortKey: { name: 'orderId', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const projector = new ApiFunction(this, 'Project', {
      entry: 'project-customer-orders',
      timeout,
      environment: { CUSTOMER_ORDERS_TABLE: this.table.tableName },
    });
    projector.allow(['dynamodb:PutItem'], [this.table.tableArn]);
    Validations.of(projector.role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'dynamodb:ListStreams, which Lambda asks for, knows no resources either.',
    });
    projector.lambda.addEventSource(
      // The CDK's own types do not agree on what an optional property is.
      new DynamoEventSource(tables.orders as ITable, {
        startingPosition: StartingPosition.TRIM_HORIZON,
        batchSize: 100,
        bisectBatchOnError: true,
        retryAttempts: 10,
        reportBatchItemFailures: true,
        onFailure: new SqsDlq(events.undelivered),
      }),
    );
    this.functions = { ProjectCustomerOrders: projector };
  }
}
