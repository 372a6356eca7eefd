import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, type QueueProps } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ApiFunction } from './api-function.ts';
import type { OrdersTables } from './orders-tables.ts';

export interface OrdersFulfilmentProps {
  readonly tables: OrdersTables;
}

const fulfilTimeout = Duration.seconds(10);
const publishTimeout = Duration.seconds(60);
/** AWS's advice: room for retries of throttled invokes, so that no event is worked on twice for mere slowness. */
const visibilityTimeout = Duration.seconds(6 * fulfilTimeout.toSeconds());
const receivesMax = 5;
/** Long enough for somebody to look at it after a holiday. */
const deadRetention = Duration.days(14);

/** Behind the API: events of placed orders on a queue, the function that has them shipped, and the one that catches up. */
export class OrdersFulfilment extends Construct {
  readonly events: Queue;
  readonly deadEvents: Queue;
  readonly functions: { readonly FulfilOrder: ApiFunction; readonly PublishOutbox: ApiFunction };
  /** What a function that publishes must know. */
  readonly publishing: { readonly OUTBOX_TABLE: string; readonly ORDER_EVENTS_URL: string };
  readonly #tables: OrdersTables;

  constructor(scope: Construct, id: string, { tables }: OrdersFulfilmentProps) {
    super(scope, id);
    this.#tables = tables;
    this.deadEvents = this.#createQueue('DeadEvents', { retentionPeriod: deadRetention });
    this.events = this.#createQueue('Events', {
      visibilityTimeout,
      deadLetterQueue: { queue: this.deadEvents, maxReceiveCount: receivesMax },
    });
    this.publishing = { OUTBOX_TABLE: tables.outbox.tableName, ORDER_EVENTS_URL: this.events.queueUrl };
    this.functions = { FulfilOrder: this.#createConsumer(), PublishOutbox: this.#createPublisher() };
  }

  /** Rights to send an event and to take it out of the outbox. */
  allowPublishing(target: ApiFunction): void {
    target.allow(['sqs:SendMessage'], [this.events.queueArn]);
    target.allow(['dynamodb:DeleteItem'], [this.#tables.outbox.tableArn]);
  }

  #createQueue(id: string, props: QueueProps): Queue {
    return new Queue(this, id, { enforceSSL: true, removalPolicy: RemovalPolicy.DESTROY, ...props });
  }

  #createConsumer(): ApiFunction {
    const { orders } = this.#tables;
    const consumer = new ApiFunction(this, 'FulfilOrder', {
      entry: 'fulfil-order',
      timeout: fulfilTimeout,
      environment: { ORDERS_TABLE: orders.tableName },
    });
    consumer.allow(['dynamodb:UpdateItem'], [orders.tableArn]);
    consumer.lambda.addEventSource(new SqsEventSource(this.events, { batchSize: 10, reportBatchItemFailures: true }));
    return consumer;
  }

  #createPublisher(): ApiFunction {
    const publisher = new ApiFunction(this, 'PublishOutbox', {
      entry: 'publish-outbox',
      timeout: publishTimeout,
      environment: this.publishing,
    });
    publisher.allow(['dynamodb:Scan'], [this.#tables.outbox.tableArn]);
    this.allowPublishing(publisher);
    return publisher;
  }
}
