import { CfnOutput, CfnParameter, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { OrdersApi } from './orders-api.ts';
import { OrdersFulfilment } from './orders-fulfilment.ts';
import { OrdersMonitoring } from './orders-monitoring.ts';
import { OrdersSecrets } from './orders-secrets.ts';
import { OrdersTables } from './orders-tables.ts';
import { PartnerApi } from './partner-api.ts';

/** Tables, secrets, functions behind an HTTP API and behind queues, a REST API for partners, and what watches over them. */
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
    const partners = new PartnerApi(this, 'Partners', { tables });
    new OrdersMonitoring(this, 'Monitoring', { api, fulfilment, partners });

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
    new CfnOutput(this, 'PartnersUrl', {
      value: partners.stage.urlForPath('/'),
      description: 'Base address for partners',
    });
    new CfnOutput(this, 'PartnerKeyId', { value: partners.key.keyId });
    new CfnOutput(this, 'CatalogTable', { value: partners.catalog.tableName });
    new CfnOutput(this, 'WebhooksUrl', { value: partners.webhooks.queueUrl });
    new CfnOutput(this, 'DeadWebhooksUrl', { value: partners.deadWebhooks.queueUrl });
    new CfnOutput(this, 'PaymentsSecretArn', { value: secrets.payments.secretArn });
  }
}
