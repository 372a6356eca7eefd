import { CfnOutput, CfnParameter, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { OrdersApi } from './orders-api.ts';
import { OrdersFulfilment } from './orders-fulfilment.ts';
import { OrdersMonitoring } from './orders-monitoring.ts';
import { OrdersSecrets } from './orders-secrets.ts';
import { OrdersTables } from './orders-tables.ts';

/** Tables, secrets, functions behind an HTTP API and behind a queue, and what watches over them. */
export class OrdersStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps = {}) {
    super(scope, id, props);
    const paymentsUrl = new CfnParameter(this, 'PaymentsUrl', {
      type: 'String',
      default: 'https://payments.example.com',
      allowedPattern: '^https?://.+$',
      description: 'Base address of the payment provider',
    });
    const tables = new OrdersTables(this, 'Tables');
    const secrets = new OrdersSecrets(this, 'Secrets');
    const fulfilment = new OrdersFulfilment(this, 'Fulfilment', { tables });
    const api = new OrdersApi(this, 'Api', { tables, secrets, fulfilment, paymentsUrl: paymentsUrl.valueAsString });
    new OrdersMonitoring(this, 'Monitoring', { api, fulfilment });

    new CfnOutput(this, 'ApiUrl', { value: api.http.apiEndpoint, description: 'Base address of the API' });
    new CfnOutput(this, 'OrdersTable', { value: tables.orders.tableName });
    new CfnOutput(this, 'IdempotencyTable', { value: tables.idempotency.tableName });
    new CfnOutput(this, 'OutboxTable', { value: tables.outbox.tableName });
    new CfnOutput(this, 'OrderEventsUrl', { value: fulfilment.events.queueUrl });
    new CfnOutput(this, 'DeadOrderEventsUrl', { value: fulfilment.deadEvents.queueUrl });
    new CfnOutput(this, 'PublishOutboxFunction', {
      value: fulfilment.functions.PublishOutbox.lambda.functionName,
      description: 'To be called every minute',
    });
    new CfnOutput(this, 'PaymentsSecretArn', { value: secrets.payments.secretArn });
  }
}
