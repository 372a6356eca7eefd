import { Duration, TimeZone } from 'aws-cdk-lib';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import { ApiFunction } from './api-function.ts';
import { callOnSchedule } from './call-on-schedule.ts';
import type { OrdersEvents } from './orders-events.ts';
import type { OrdersSecrets } from './orders-secrets.ts';
import type { OrdersTables } from './orders-tables.ts';

export interface OrdersReconciliationProps {
  readonly tables: OrdersTables;
  readonly secrets: OrdersSecrets;
  readonly events: OrdersEvents;
  readonly paymentsUrl: string;
}

const timeout = Duration.minutes(5);
/** As long as a client may repeat its request, and one day more. */
const olderThanHours = 48;

/** Each night: what the provider has charged is held against the orders that there are. */
export class OrdersReconciliation extends Construct {
  readonly functions: { readonly ReconcileCharges: ApiFunction };

  constructor(scope: Construct, id: string, { tables, secrets, events, paymentsUrl }: OrdersReconciliationProps) {
    super(scope, id);
    const target = new ApiFunction(this, 'ReconcileCharges', {
      entry: 'reconcile-charges',
      timeout,
      environment: {
        ORDERS_TABLE: tables.orders.tableName,
        PAYMENTS_URL: paymentsUrl,
        PAYMENTS_SECRET_ARN: secrets.payments.secretArn,
      },
    });
    target.allow(['dynamodb:GetItem'], [tables.orders.tableArn]);
    secrets.payments.grantRead(target.lambda);
    target.buryIn(events.undelivered);
    callOnSchedule(this, 'Nightly', {
      description: 'Gives back what was charged for orders that never came to be',
      schedule: ScheduleExpression.cron({ hour: '3', minute: '30', timeZone: TimeZone.EUROPE_BERLIN }),
      target,
      input: { olderThanHours },
      undelivered: events.undelivered,
    });
    this.functions = { ReconcileCharges: target };
  }
}
