import { Duration } from 'aws-cdk-lib';
import { EventBus, type IRuleTarget, Rule } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import type { ApiFunction } from './api-function.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import type { OrdersTables } from './orders-tables.ts';

export interface OrdersEventsProps {
  readonly tables: OrdersTables;
}

/** As long as an event is of any use to a consumer that comes later. */
const archiveRetention = Duration.days(30);

/** The bus on which the rest of the house hears of orders. What a consumer cannot be told waits in `undelivered`. */
export class OrdersEvents extends Construct {
  readonly bus: EventBus;
  readonly undelivered: DeadLetterQueue;
  /** What a function that publishes must know. */
  readonly publishing: Readonly<Record<string, string>>;
  readonly #tables: OrdersTables;

  constructor(scope: Construct, id: string, { tables }: OrdersEventsProps) {
    super(scope, id);
    this.#tables = tables;
    this.bus = new EventBus(this, 'Bus', { description: 'What happens to orders' });
    this.bus.archive('Archive', { eventPattern: { source: ['orders'] }, retention: archiveRetention });
    this.undelivered = new DeadLetterQueue(this, 'Undelivered');
    this.publishing = { OUTBOX_TABLE: tables.outbox.tableName, EVENT_BUS_NAME: this.bus.eventBusName };
  }

  /** Tells a target of each order that is placed. */
  onOrderPlaced(id: string, target: IRuleTarget): void {
    new Rule(this, id, {
      eventBus: this.bus,
      eventPattern: { source: ['orders'], detailType: ['OrderPlaced'] },
      targets: [target],
    });
  }

  /** Rights to put an event on the bus and to take it out of the outbox. */
  allowPublishing(target: ApiFunction): void {
    target.allow(['events:PutEvents'], [this.bus.eventBusArn]);
    target.allow(['dynamodb:DeleteItem'], [this.#tables.outbox.tableArn]);
  }
}
