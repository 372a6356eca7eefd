/** A call of AWS that code makes, as it is written there. */
export interface CallSighting {
  /** As the SDK names the service: `client-dynamodb`, `DynamoDB`, `dynamodb`. */
  readonly client: string;
  /** As the code names the operation: `PutItem`, `putItem`, `put_item`; undefined for a client of which nothing else is known. */
  readonly operation?: string;
  /** Whether such an operation must be: a command that is imported. Methods of clients may be the SDK's own. */
  readonly isCertain: boolean;
  /** Members of the input, where it is written out. */
  readonly members?: readonly string[];
  /** Where it stands in the code. */
  readonly index: number;
}

/** Methods of SDKs that call an operation of another name, by the method in small letters. */
export type Methods = Readonly<Record<string, string>>;

/** https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/Package/-aws-sdk-lib-dynamodb/ */
export const documentMethods: Methods = {
  batchget: 'BatchGetItem',
  batchwrite: 'BatchWriteItem',
  createset: '',
  delete: 'DeleteItem',
  get: 'GetItem',
  put: 'PutItem',
  transactget: 'TransactGetItems',
  transactwrite: 'TransactWriteItems',
  update: 'UpdateItem',
};

/** Managed transfers of the older SDK for JavaScript and of boto3, and what boto3's objects of S3 do. */
export const transferMethods: Methods = {
  copy: 'CopyObject',
  delete: 'DeleteObject',
  download_file: 'GetObject',
  download_fileobj: 'GetObject',
  get: 'GetObject',
  put: 'PutObject',
  upload: 'PutObject',
  upload_file: 'PutObject',
  upload_fileobj: 'PutObject',
};
