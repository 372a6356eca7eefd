/** Asks of functions and tables; jobs that have heard nothing for half of their time are taken for lost. */
const patience = { TimeoutSeconds: 30, HeartbeatSeconds: 15 };

/** What may pass by itself is tried for about a quarter of an hour before the order is given up. */
const persistently = {
  ErrorEquals: ['States.ALL'],
  IntervalSeconds: 1,
  BackoffRate: 2,
  MaxDelaySeconds: 30,
  MaxAttempts: 30,
};

/** What was begun must be undone: for a day, then somebody has to look at it, and redrives the execution. */
const stubbornly = { ...persistently, MaxDelaySeconds: 600, MaxAttempts: 150 };

const never = (...ErrorEquals: string[]) => ({ ErrorEquals, MaxAttempts: 0 });

const conditionFailed = 'DynamoDB.ConditionalCheckFailedException';

/** A cancellation that is under way may yet be taken back. */
const whileUndecided = { ErrorEquals: [conditionFailed], IntervalSeconds: 5, MaxAttempts: 3 };

const orderId = '{% $states.context.Execution.Input.orderId %}';
const now = { S: '{% $states.context.State.EnteredTime %}' };

/** One call of a function. */
const invoke = (name: string, payload: object) => ({
  Type: 'Task',
  Resource: 'arn:${Partition}:states:::lambda:invoke',
  Arguments: { FunctionName: `\${${name}}`, Payload: { orderId, ...payload } },
  Output: '{% $states.result.Payload %}',
  ...patience,
});

/** One conditional write to the order. */
const updateOrder = (condition: string, update: string, values: object) => ({
  Type: 'Task',
  Resource: 'arn:${Partition}:states:::dynamodb:updateItem',
  Arguments: {
    TableName: '${OrdersTable}',
    Key: { orderId: { S: orderId } },
    ConditionExpression: condition,
    UpdateExpression: update,
    ExpressionAttributeNames: { '#status': 'status' },
    ExpressionAttributeValues: { ':confirmed': { S: 'CONFIRMED' }, ...values },
  },
  ...patience,
});

const undo = (error: string, reason: string) => ({
  ErrorEquals: [error],
  Assign: { reason },
  Output: {},
  Next: 'CancelShipping',
});

/** What takes an order from being paid to being shipped. Each step may be made twice: the second changes nothing. */
const steps = {
  ReserveStock: {
    ...invoke('ReserveStock', { items: '{% $states.context.Execution.Input.items %}' }),
    Retry: [never('OutOfStock'), persistently],
    Catch: [undo('OutOfStock', 'out-of-stock'), undo('States.ALL', 'not-fulfillable')],
    Next: 'CapturePayment',
  },
  CapturePayment: {
    ...updateOrder(
      '#status = :confirmed AND attribute_exists(chargeId)',
      'SET capturedAt = if_not_exists(capturedAt, :now)',
      { ':now': now },
    ),
    Output: {},
    Retry: [whileUndecided, persistently],
    Catch: [undo('States.ALL', 'not-fulfillable')],
    Next: 'BookShipping',
  },
  BookShipping: {
    ...updateOrder('#status = :confirmed', 'SET fulfilment = if_not_exists(fulfilment, :fulfilment)', {
      ':fulfilment': {
        M: {
          shipmentId: { S: "{% 'shp_' & $substringAfter($states.context.Execution.Input.orderId, 'ord_') %}" },
          fulfilledAt: now,
        },
      },
    }),
    Output: { orderId, outcome: 'fulfilled' },
    Retry: [whileUndecided, persistently],
    Catch: [undo('States.ALL', 'not-fulfillable')],
    End: true,
  },
};

/**
 * The way back, last step first, also for steps of which nobody knows whether they were made. The first compensation
 * takes the order's status away from under the steps, so that one of them that comes late finds it changed.
 */
const compensations = {
  CancelShipping: {
    ...updateOrder(
      '#status = :confirmed',
      'SET #status = :cancelling, cancelledBecause = :reason, updatedAt = :now REMOVE fulfilment',
      { ':cancelling': { S: 'CANCELLING' }, ':reason': { S: '{% $reason %}' }, ':now': now },
    ),
    Output: {},
    Retry: [never(conditionFailed), stubbornly],
    // It was done before, or the customer was first.
    Catch: [{ ErrorEquals: [conditionFailed], Output: {}, Next: 'RefundPayment' }],
    Next: 'RefundPayment',
  },
  RefundPayment: {
    ...invoke('RefundPayment', { reason: '{% $reason %}' }),
    Retry: [never('RefundRefused'), stubbornly],
    Next: 'ReleaseStock',
  },
  ReleaseStock: {
    ...invoke('ReleaseStock', {}),
    Retry: [stubbornly],
    Next: 'Compensated',
  },
  Compensated: { Type: 'Succeed', Output: { orderId, outcome: 'compensated', reason: '{% $reason %}' } },
};

/**
 * The saga of an order, by its id and items. It succeeds when the order is shipped, and also when it cannot be and
 * everything is as if it had not begun; it fails when somebody must look at it.
 */
export const sagaDefinition = {
  QueryLanguage: 'JSONata',
  StartAt: 'ReserveStock',
  States: { ...steps, ...compensations },
};
