import { AwsError } from '../../../kernel/errors.ts';
import { invalid, parameterInvalid } from './validation-exception.ts';

/*
 * Every text of the control plane, as AWS wrote it in October 2026 (us-east-1, us-west-2, eu-west-2). Texts change:
 * whoever renews one renews this date. Those of items, expressions and pages
 * are in files of their own beside this one.
 */

const limitExceeded = (message: string): AwsError =>
  new AwsError('LimitExceededException', `Subscriber limit exceeded: ${message}`);

const list = (names: readonly string[]): string => `[${names.join(', ')}]`;

// Tables

export const tableNameMissing = (): AwsError =>
  invalid("The parameter 'TableName' is required but was not present in the request");

export const tableArnElsewhere = (arn: string): AwsError =>
  invalid(`1 validation error detected: Invalid AWS region in '${arn}'`);

export const resourceNotFound = (name: string): AwsError =>
  new AwsError('ResourceNotFoundException', `Requested resource not found: Table: ${name} not found`);

/** The backup operations have a code of their own for a missing table. */
export const tableNotFound = (name: string): AwsError =>
  new AwsError('TableNotFoundException', `Table not found: ${name}`);

export const tableExists = (name: string): AwsError =>
  new AwsError('ResourceInUseException', `Table already exists: ${name}`);

export const deletionProtected = (): AwsError =>
  invalid(
    'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.',
  );

export const tableClassUnknown = (): AwsError =>
  invalid(
    'Invalid table-class parameter provided. ' +
      'Please try again with a valid table-class value: [STANDARD, STANDARD_INFREQUENT_ACCESS].',
  );

/** UpdateTable without anything to update. It names members that are not public. */
export const nothingToUpdate = (): AwsError =>
  invalid(
    'At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates, ' +
      'SSESpecification, ReplicaUpdates, MultiAccountReplicaReady, ReplicaTransitRoleArn, MultiRegionConsistency, ' +
      'DeletionProtectionEnabled, OnDemandThroughput, WarmThroughput or TableClass is required',
  );

export const mustBeAlone = (modification: string): AwsError =>
  parameterInvalid(`${modification} must be the only operation in the request`);

export const notTogether = (first: string, second: string): AwsError =>
  parameterInvalid(`You cannot ${first} while ${second}`);

export const onDemandOnlyWithBilling = (): AwsError =>
  parameterInvalid('OnDemandThroughput can only be combined with BillingMode in an UpdateTable request');

// Keys

export const attributeDuplicated = (name: string): AwsError => invalid(`Attribute Name is duplicated: ${name}`);

export const invalidKeySchema = (problem: string): AwsError => invalid(`Invalid KeySchema: ${problem}`);

export const sameHashAndRange = (): AwsError =>
  invalid('Both the Hash Key and the Range Key element in the KeySchema have the same name');

export const keyAttributeRepeated = (): AwsError =>
  invalid('The KeySchema contains multiple key attributes with the same name');

export const rangeAheadOfHash = (): AwsError =>
  parameterInvalid('All HASH key attributes must precede RANGE key attributes in the KeySchema');

export const tooManyKeyAttributes = (keyType: 'HASH' | 'RANGE'): AwsError =>
  parameterInvalid(`The KeySchema exceeds the maximum allowed number of ${keyType} key attributes`);

export const keysUndefined = (keys: readonly string[], attributes: readonly string[]): AwsError =>
  parameterInvalid(
    'Some index key attributes are not defined in AttributeDefinitions. ' +
      `Keys: ${list(keys)}, AttributeDefinitions: ${list(attributes)}`,
  );

export const attributesUnused = (attributes: readonly string[], keys: readonly string[]): AwsError =>
  parameterInvalid(
    `Some AttributeDefinitions are not used. AttributeDefinitions: ${list(attributes)}, keys used: ${list(keys)}`,
  );

export const attributeCountMismatch = (): AwsError =>
  parameterInvalid(
    'Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions',
  );

interface ShownKey {
  readonly name: string;
  readonly type: string;
  readonly keyType: string;
}

const schemaText = (keys: readonly ShownKey[]): string =>
  `Schema:[SchemaElement: key{${keys.map(({ name, type, keyType }) => `${name}:${type}:${keyType}`).join(',')}}]`;

/** The two schemas behind the sentence are believed. */
export const attributesRedefined = (existing: readonly ShownKey[], asked: readonly ShownKey[]): AwsError =>
  parameterInvalid(
    'Attributes cannot be redefined. Please check that your attribute has the same type as previously defined. ' +
      `Existing schema: ${schemaText(existing)} New schema: ${schemaText(asked)}`,
  );

// Indexes

export const indexListEmpty = (member: string): AwsError => parameterInvalid(`List of ${member} is empty`);

export const localIndexNeedsRange = (): AwsError =>
  parameterInvalid(
    'Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex',
  );

export const localIndexWithoutRange = (index: string): AwsError =>
  parameterInvalid(`Index KeySchema does not have a range key for index: ${index}`);

export const localIndexOtherHash = (index: string, indexHash: string, tableHash: string): AwsError =>
  parameterInvalid(
    `Index KeySchema does not have the same leading hash key as table KeySchema for index: ${index}. ` +
      `index hash key: ${indexHash}, table hash key: ${tableHash}`,
  );

export const projectionUnknown = (): AwsError => parameterInvalid('Unknown ProjectionType: null');

export const nonKeyAttributesMisplaced = (type: string, given: boolean): AwsError =>
  parameterInvalid(`ProjectionType is ${type}, but NonKeyAttributes is ${given ? '' : 'not '}specified`);

export const nonKeyAttributeDuplicated = (name: string): AwsError =>
  parameterInvalid(`Duplicate element in NonKeyAttributes: ${name}`);

export const indexNameDuplicated = (name: string): AwsError => parameterInvalid(`Duplicate index name: ${name}`);

export const tooManyLocalIndexes = (max: number): AwsError =>
  parameterInvalid(`Number of LocalSecondaryIndexes exceeds per-table limit of ${max}`);

/** CreateTable's words; UpdateTable answers {@link indexLimitReached}. */
export const tooManyGlobalIndexes = (max: number): AwsError =>
  parameterInvalid(`GlobalSecondaryIndex count exceeds the per-table limit of ${max}`);

export const indexLimitReached = (max: number): AwsError =>
  limitExceeded(`Number of global secondary indexes exceeds per-table limit of ${max}`);

export const tooManyProjectedAttributes = (max: number): AwsError =>
  limitExceeded(`Number of non-key attributes projected into all secondary indexes exceeds per-table limit of ${max}`);

export const oneIndexAtATime = (): AwsError =>
  limitExceeded('Only 1 online index can be created or deleted simultaneously per table');

export const indexActionMissing = (): AwsError =>
  parameterInvalid(
    'One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, ' +
      'GlobalSecondaryIndexUpdate.Delete must not be null',
  );

export const indexActionsMany = (): AwsError =>
  parameterInvalid('Only one global secondary index action is allowed per GlobalSecondaryIndexUpdate object');

export const indexUpdatedTwice = (index: string): AwsError =>
  parameterInvalid(`Only one global secondary index update per index is allowed simultaneously. Index: ${index}`);

export const indexExists = (): AwsError => invalid('Attempting to create an index which already exists');

export const indexNotGlobal = (action: 'delete' | 'update', index: string): AwsError =>
  invalid(`Cannot ${action} an index that is not a GlobalSecondaryIndex: ${index}`);

export const indexNotFound = (index: string, table: string): AwsError =>
  new AwsError('ResourceNotFoundException', `Requested resource not found: Index ${index} for table ${table}`);

export const indexAttributesMissing = (index: string): AwsError =>
  parameterInvalid(`AttributeDefinitions is not specified for index: ${index}`);

// Streams, encryption

export const streamInvalid = (problem: string): AwsError => parameterInvalid(problem);

export const streamEnabled = (table: string): AwsError =>
  invalid(`Table already has an enabled stream: TableName: ${table}`);

export const streamAbsent = (table: string): AwsError => invalid(`Table has no stream to disable: TableName: ${table}`);

export const encryptionInvalid = (problem: string): AwsError => parameterInvalid(problem);

export const kmsInvalid = (exception: string, message: string, requestId: string): AwsError =>
  invalid(
    `KMS validation error: com.amazonaws.services.kms.model.${exception}: ${message} ` +
      `(Service: AWSKMS; Status Code: 400; Error Code: ${exception}; Request ID: ${requestId}; Proxy: null)`,
  );

// Tags

export const tagInvalid = (message: string): AwsError => invalid(message);

export const resourceArnInvalid = (message: string): AwsError => parameterInvalid(message);

export const resourceArnElsewhere = (arn: string): AwsError =>
  invalid(`Invalid TableArn: Invalid ResourceArn provided as input ${arn}`);

export const taggedResourceNotFound = (arn: string): AwsError =>
  new AwsError('ResourceNotFoundException', `Requested resource not found: ResourcArn: ${arn} not found`);

export const accessDenied = (caller: string, action: string, arn: string): AwsError =>
  new AwsError(
    'AccessDeniedException',
    `User: ${caller} is not authorized to perform: dynamodb:${action} on resource: ${arn} ` +
      `because no resource-based policy allows the dynamodb:${action} action`,
  );

// Time to live, continuous backups

export const timeToLiveAlready = (state: 'enabled' | 'disabled'): AwsError => invalid(`TimeToLive is already ${state}`);

export const timeToLiveElsewhere = (attribute: string): AwsError =>
  invalid(`TimeToLive is active on a different AttributeName: current AttributeName is ${attribute}`);

export const recoveryPeriodMisplaced = (): AwsError =>
  invalid('Invalid Request: Cannot specify RecoveryPeriodInDays when disabling point-in-time recovery.');
