import { Aws, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import { BlockPublicAccess, Bucket, BucketEncryption, CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { ApiFunction } from './api-function.ts';
import type { OrdersEvents } from './orders-events.ts';
import type { OrdersTables } from './orders-tables.ts';

export interface OrdersInvoicesProps {
  readonly tables: OrdersTables;
  readonly events: OrdersEvents;
}

const timeout = Duration.seconds(10);

/** Writes an invoice for each order into a bucket, which tells the order where it is. */
export class OrdersInvoices extends Construct {
  readonly bucket: Bucket;
  readonly functions: { readonly WriteInvoice: ApiFunction; readonly NoteInvoice: ApiFunction };

  constructor(scope: Construct, id: string, { tables, events }: OrdersInvoicesProps) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    Validations.of(this.bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'Who reads invoices is in CloudTrail; a team that wants server access logs names a bucket for them here.',
    });
    const WriteInvoice = this.#createWriter(tables, events);
    const NoteInvoice = this.#createListener(tables, events);
    this.functions = { WriteInvoice, NoteInvoice };
    events.onOrderPlaced(
      'Invoice',
      new LambdaFunction(WriteInvoice.lambda, { deadLetterQueue: events.undelivered, retryAttempts: 10 }),
    );
    this.#tellOfInvoices(NoteInvoice);
  }

  #createWriter({ orders }: OrdersTables, events: OrdersEvents): ApiFunction {
    const environment = { ORDERS_TABLE: orders.tableName, INVOICES_BUCKET: this.bucket.bucketName };
    const writer = new ApiFunction(this, 'WriteInvoice', { entry: 'write-invoice', timeout, environment });
    writer.allow(['dynamodb:GetItem'], [orders.tableArn]);
    writer.allow(['s3:PutObject'], [this.bucket.arnForObjects('invoices/*')]);
    const bucketId = Stack.of(this).getLogicalId(this.#cfnBucket);
    Validations.of(writer.role).acknowledge({
      id: `AwsSolutions-IAM5[Resource::<${bucketId}.Arn>/invoices/*]`,
      reason: 'An invoice for each order: their keys are not known beforehand.',
    });
    writer.buryIn(events.undelivered);
    return writer;
  }

  #createListener({ orders }: OrdersTables, events: OrdersEvents): ApiFunction {
    const environment = { ORDERS_TABLE: orders.tableName };
    const listener = new ApiFunction(this, 'NoteInvoice', { entry: 'note-invoice', timeout, environment });
    listener.allow(['dynamodb:UpdateItem'], [orders.tableArn]);
    listener.buryIn(events.undelivered);
    return listener;
  }

  /**
   * On the bucket itself: `addEventNotification` would add a function of the CDK's own that may change every bucket. The
   * permission names no bucket, as each would wait for the other.
   */
  #tellOfInvoices({ lambda }: ApiFunction): void {
    const permission = new CfnPermission(this, 'TellOfInvoices', {
      action: 'lambda:InvokeFunction',
      functionName: lambda.functionArn,
      principal: 's3.amazonaws.com',
      sourceAccount: Aws.ACCOUNT_ID,
    });
    const rules = [
      { name: 'prefix', value: 'invoices/' },
      { name: 'suffix', value: '.json' },
    ];
    this.#cfnBucket.notificationConfiguration = {
      lambdaConfigurations: [
        { event: 's3:ObjectCreated:*', function: lambda.functionArn, filter: { s3Key: { rules } } },
      ],
    };
    this.#cfnBucket.addResourceDependency(permission);
  }

  get #cfnBucket(): CfnBucket {
    const resource = this.bucket.node.defaultChild;
    if (!(resource instanceof CfnBucket)) throw new Error('the bucket lost its resource');
    return resource;
  }
}
