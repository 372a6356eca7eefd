import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ApiFunction } from './api-function.ts';
import { callOnSchedule } from './call-on-schedule.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import type { OrdersEvents } from './orders-events.ts';
import type { OrdersSaga } from './orders-saga.ts';
import type { OrdersTables } from './orders-tables.ts';

export interface OrdersFulfilmentProps {
  readonly tables: OrdersTables;
  readonly events: OrdersEvents;
  readonly saga: OrdersSaga;
}

const fulfilTimeout = Duration.seconds(10);
const publishTimeout = Duration.seconds(60);
/** AWS's advice: room for retries of throttled invokes, so that no event is worked on twice for mere slowness. */
const visibilityTimeout = Duration.seconds(6 * fulfilTimeout.toSeconds());
const receivesMax = 5;

/** Behind the API: placed orders on a queue, the function that begins their saga, and the one that catches up. */
export class OrdersFulfilment extends Construct {
  readonly placed: Queue;
  readonly deadPlaced: DeadLetterQueue;
  readonly functions: { readonly FulfilOrder: ApiFunction; readonly PublishOutbox: ApiFunction };
  readonly #tables: OrdersTables;

  constructor(scope: Construct, id: string, { tables, events, saga }: OrdersFulfilmentProps) {
    super(scope, id);
    this.#tables = tables;
    this.deadPlaced = new DeadLetterQueue(this, 'DeadEvents');
    this.placed = new Queue(this, 'Events', {
      enforceSSL: true,
      removalPolicy: RemovalPolicy.DESTROY,
      visibilityTimeout,
      deadLetterQueue: { queue: this.deadPlaced, maxReceiveCount: receivesMax },
    });
    // The consumer reads what happened, not the bus's envelope.
    const message = RuleTargetInput.fromEventPath('$.detail');
    events.onOrderPlaced('Fulfil', new SqsQueue(this.placed, { message, deadLetterQueue: events.undelivered }));
    this.functions = { FulfilOrder: this.#createConsumer(saga), PublishOutbox: this.#createPublisher(events) };
  }

  #createConsumer({ workflow: { machine } }: OrdersSaga): ApiFunction {
    const { orders } = this.#tables;
    const consumer = new ApiFunction(this, 'FulfilOrder', {
      entry: 'fulfil-order',
      timeout: fulfilTimeout,
      environment: { ORDERS_TABLE: orders.tableName, SAGA_ARN: machine.stateMachineArn },
    });
    consumer.allow(['dynamodb:GetItem'], [orders.tableArn]);
    consumer.allow(['states:StartExecution'], [machine.stateMachineArn]);
    consumer.lambda.addEventSource(new SqsEventSource(this.placed, { batchSize: 10, reportBatchItemFailures: true }));
    return consumer;
  }

  #createPublisher(events: OrdersEvents): ApiFunction {
    const publisher = new ApiFunction(this, 'PublishOutbox', {
      entry: 'publish-outbox',
      timeout: publishTimeout,
      environment: events.publishing,
    });
    publisher.allow(['dynamodb:Scan'], [this.#tables.outbox.tableArn]);
    events.allowPublishing(publisher);
    publisher.buryIn(events.undelivered);
    callOnSchedule(this, 'CatchUp', {
      description: 'Sends what could not be sent when its order was placed',
      schedule: ScheduleExpression.rate(Duration.minutes(1)),
      target: publisher,
      undelivered: events.undelivered,
    });
    return publisher;
  }
}
