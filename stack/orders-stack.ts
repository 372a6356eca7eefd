import { CfnOutput, CfnParameter, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { OrdersApi } from './orders-api.ts';
import { OrdersCustomers } from './orders-customers.ts';
import { OrdersEvents } from './orders-events.ts';
import { OrdersFulfilment } from './orders-fulfilment.ts';
import { OrdersInvoices } from './orders-invoices.ts';
import { OrdersMonitoring } from './orders-monitoring.ts';
import { OrdersQuotes } from './orders-quotes.ts';
import { OrdersReconciliation } from './orders-reconciliation.ts';
import { OrdersSaga } from './orders-saga.ts';
import { OrdersSecrets } from './orders-secrets.ts';
import { OrdersTables } from './orders-tables.ts';
import { PartnerApi } from './partner-api.ts';

/**
 * Tables, secrets, an HTTP API, a bus of events with those who listen to it, workflows, schedules, a REST API for partners,
 * and what watches over them.
 */
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
    const events = new OrdersEvents(this, 'Events', { tables });
    const payments = { secrets, paymentsUrl: paymentsUrl.valueAsString };
    const saga = new OrdersSaga(this, 'Saga', { tables, ...payments });
    const fulfilment = new OrdersFulfilment(this, 'Fulfilment', { tables, events, saga });
    const customers = new OrdersCustomers(this, 'Customers', { tables, events });
    const invoices = new OrdersInvoices(this, 'Invoices', { tables, events });
    const reconciliation = new OrdersReconciliation(this, 'Reconciliation', { tables, events, ...payments });
    const api = new OrdersApi(this, 'Api', { tables, events, customers, ...payments });
    const partners = new PartnerApi(this, 'Partners', { tables });
    const quotes = new OrdersQuotes(this, 'Quotes', { http: api.http, catalog: partners.catalog });
    const workers = { ...customers.functions, ...invoices.functions, ...reconciliation.functions, ...saga.functions };
    const workflows = { Fulfilment: saga.workflow, Quote: quotes.workflow };
    const { alerts } = new OrdersMonitoring(this, 'Monitoring', {
      api,
      events,
      fulfilment,
      partners,
      workers,
      workflows,
    });

    new CfnOutput(this, 'ApiUrl', { value: api.http.apiEndpoint, description: 'Base address of the API' });
    new CfnOutput(this, 'OrdersTable', { value: tables.orders.tableName });
    new CfnOutput(this, 'IdempotencyTable', { value: tables.idempotency.tableName });
    new CfnOutput(this, 'OutboxTable', { value: tables.outbox.tableName });
    new CfnOutput(this, 'StockTable', { value: tables.stock.tableName });
    new CfnOutput(this, 'SagaArn', { value: saga.workflow.machine.stateMachineArn });
    new CfnOutput(this, 'OrderEventsUrl', { value: fulfilment.placed.queueUrl });
    new CfnOutput(this, 'DeadOrderEventsUrl', { value: fulfilment.deadPlaced.queueUrl });
    new CfnOutput(this, 'PublishOutboxFunction', {
      value: fulfilment.functions.PublishOutbox.lambda.functionName,
      description: 'Called every minute by a schedule',
    });
    new CfnOutput(this, 'ReconcileChargesFunction', {
      value: reconciliation.functions.ReconcileCharges.lambda.functionName,
      description: 'Called every night by a schedule',
    });
    new CfnOutput(this, 'EventBusName', { value: events.bus.eventBusName });
    new CfnOutput(this, 'UndeliveredUrl', { value: events.undelivered.queueUrl });
    new CfnOutput(this, 'InvoicesBucket', { value: invoices.bucket.bucketName });
    new CfnOutput(this, 'AlertsTopicArn', { value: alerts.topicArn });
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
