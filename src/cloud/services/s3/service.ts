import type { Service } from '../../service-kit/contract.ts';
import { namedBy } from '../../service-kit/resource-of.ts';
import { s3Cors } from './buckets/cors-answer.ts';
import { s3ExploredState } from './explored-state.ts';
import { s3Faults } from './faults.ts';
import { applyLifecycle, applyLifecycleOperation } from './lifecycle/sweep.ts';
import { s3Metrics } from './metrics.ts';
import { deliverNotificationOperation, notificationDeliveries } from './notifications/note-event.ts';
import { abortMultipartUpload } from './operations/abort-multipart-upload.ts';
import { deleteBucketEncryption, getBucketEncryption, putBucketEncryption } from './operations/bucket-encryption.ts';
import {
  getBucketNotificationConfiguration,
  putBucketNotificationConfiguration,
} from './operations/bucket-notification.ts';
import {
  deleteBucketPolicy,
  getBucketPolicy,
  getBucketPolicyStatus,
  putBucketPolicy,
} from './operations/bucket-policy.ts';
import {
  deleteBucketReplication,
  getBucketReplication,
  putBucketReplication,
} from './operations/bucket-replication.ts';
import * as settings from './operations/bucket-settings.ts';
import { getBucketVersioning, putBucketVersioning } from './operations/bucket-versioning.ts';
import { deleteBucketWebsite, getBucketWebsite, putBucketWebsite } from './operations/bucket-website.ts';
import { deleteBucket, getBucketLocation, headBucket, listBuckets } from './operations/buckets.ts';
import { completeMultipartUpload } from './operations/complete-multipart-upload.ts';
import { copyObject } from './operations/copy-object.ts';
import { createBucket } from './operations/create-bucket.ts';
import { createMultipartUpload } from './operations/create-multipart-upload.ts';
import { deleteObject } from './operations/delete-object.ts';
import { deleteObjects } from './operations/delete-objects.ts';
import { getObject, headObject } from './operations/get-object.ts';
import { getObjectAttributes } from './operations/get-object-attributes.ts';
import { listMultipartUploads } from './operations/list-multipart-uploads.ts';
import { listObjectVersions } from './operations/list-object-versions.ts';
import { listObjects, listObjectsV2 } from './operations/list-objects.ts';
import { listParts } from './operations/list-parts.ts';
import * as lock from './operations/object-lock.ts';
import {
  deleteObjectTagging,
  getObjectAcl,
  getObjectTagging,
  putObjectAcl,
  putObjectTagging,
} from './operations/object-settings.ts';
import { putObject } from './operations/put-object.ts';
import * as configurations from './operations/stored-configurations.ts';
import * as stored from './operations/stored-settings.ts';
import { uploadPart } from './operations/upload-part.ts';
import { uploadPartCopy } from './operations/upload-part-copy.ts';
import { replicateOperation, replicateVersion } from './replication/replicate.ts';
import { s3Resources } from './resources/resources.ts';
import { openS3State, type S3State, s3Blobs } from './state.ts';
import { s3StoredOnly } from './stored-only.ts';
import { s3Tagging } from './tagging.ts';
import { websitePlane } from './website/website-plane.ts';

/** Simple Storage Service: buckets of an account, with versions, multipart uploads and verified checksums. */
export const s3: Service<S3State> = {
  name: 's3',
  title: 'S3',
  faults: s3Faults,
  exploredState: s3ExploredState,
  scope: 'account',
  state: openS3State,
  blobs: s3Blobs,
  metrics: s3Metrics,
  operations: {
    CreateBucket: createBucket,
    DeleteBucket: deleteBucket,
    HeadBucket: headBucket,
    ListBuckets: listBuckets,
    GetBucketLocation: getBucketLocation,
    PutBucketPolicy: putBucketPolicy,
    GetBucketPolicy: getBucketPolicy,
    DeleteBucketPolicy: deleteBucketPolicy,
    PutBucketEncryption: putBucketEncryption,
    GetBucketEncryption: getBucketEncryption,
    DeleteBucketEncryption: deleteBucketEncryption,
    PutBucketVersioning: putBucketVersioning,
    GetBucketVersioning: getBucketVersioning,
    PutBucketTagging: settings.putBucketTagging,
    GetBucketTagging: settings.getBucketTagging,
    DeleteBucketTagging: settings.deleteBucketTagging,
    PutPublicAccessBlock: settings.putPublicAccessBlock,
    GetPublicAccessBlock: settings.getPublicAccessBlock,
    DeletePublicAccessBlock: settings.deletePublicAccessBlock,
    PutBucketOwnershipControls: settings.putBucketOwnershipControls,
    GetBucketOwnershipControls: settings.getBucketOwnershipControls,
    DeleteBucketOwnershipControls: settings.deleteBucketOwnershipControls,
    PutBucketLifecycleConfiguration: settings.putBucketLifecycleConfiguration,
    GetBucketLifecycleConfiguration: settings.getBucketLifecycleConfiguration,
    DeleteBucketLifecycle: settings.deleteBucketLifecycle,
    PutBucketCors: settings.putBucketCors,
    GetBucketCors: settings.getBucketCors,
    DeleteBucketCors: settings.deleteBucketCors,
    PutBucketLogging: settings.putBucketLogging,
    GetBucketLogging: settings.getBucketLogging,
    PutBucketAcl: settings.putBucketAcl,
    GetBucketAcl: settings.getBucketAcl,
    PutBucketNotificationConfiguration: putBucketNotificationConfiguration,
    GetBucketNotificationConfiguration: getBucketNotificationConfiguration,
    PutBucketWebsite: putBucketWebsite,
    GetBucketWebsite: getBucketWebsite,
    DeleteBucketWebsite: deleteBucketWebsite,
    PutBucketReplication: putBucketReplication,
    GetBucketReplication: getBucketReplication,
    DeleteBucketReplication: deleteBucketReplication,
    PutObjectLockConfiguration: lock.putObjectLockConfiguration,
    GetObjectLockConfiguration: lock.getObjectLockConfiguration,
    PutObjectRetention: lock.putObjectRetention,
    GetObjectRetention: lock.getObjectRetention,
    PutObjectLegalHold: lock.putObjectLegalHold,
    GetObjectLegalHold: lock.getObjectLegalHold,
    GetBucketPolicyStatus: getBucketPolicyStatus,
    PutBucketInventoryConfiguration: configurations.inventory.put,
    GetBucketInventoryConfiguration: configurations.inventory.get,
    ListBucketInventoryConfigurations: configurations.inventory.list,
    DeleteBucketInventoryConfiguration: configurations.inventory.remove,
    PutBucketAnalyticsConfiguration: configurations.analytics.put,
    GetBucketAnalyticsConfiguration: configurations.analytics.get,
    ListBucketAnalyticsConfigurations: configurations.analytics.list,
    DeleteBucketAnalyticsConfiguration: configurations.analytics.remove,
    PutBucketMetricsConfiguration: configurations.metrics.put,
    GetBucketMetricsConfiguration: configurations.metrics.get,
    ListBucketMetricsConfigurations: configurations.metrics.list,
    DeleteBucketMetricsConfiguration: configurations.metrics.remove,
    PutBucketIntelligentTieringConfiguration: configurations.tiering.put,
    GetBucketIntelligentTieringConfiguration: configurations.tiering.get,
    ListBucketIntelligentTieringConfigurations: configurations.tiering.list,
    DeleteBucketIntelligentTieringConfiguration: configurations.tiering.remove,
    PutBucketAccelerateConfiguration: stored.putBucketAccelerateConfiguration,
    GetBucketAccelerateConfiguration: stored.getBucketAccelerateConfiguration,
    PutBucketRequestPayment: stored.putBucketRequestPayment,
    GetBucketRequestPayment: stored.getBucketRequestPayment,
    PutBucketAbac: stored.putBucketAbac,
    GetBucketAbac: stored.getBucketAbac,
    PutObject: putObject,
    GetObject: getObject,
    HeadObject: headObject,
    DeleteObject: deleteObject,
    DeleteObjects: deleteObjects,
    CopyObject: copyObject,
    GetObjectAttributes: getObjectAttributes,
    ListObjects: listObjects,
    ListObjectsV2: listObjectsV2,
    ListObjectVersions: listObjectVersions,
    PutObjectTagging: putObjectTagging,
    GetObjectTagging: getObjectTagging,
    DeleteObjectTagging: deleteObjectTagging,
    PutObjectAcl: putObjectAcl,
    GetObjectAcl: getObjectAcl,
    CreateMultipartUpload: createMultipartUpload,
    UploadPart: uploadPart,
    UploadPartCopy: uploadPartCopy,
    CompleteMultipartUpload: completeMultipartUpload,
    AbortMultipartUpload: abortMultipartUpload,
    ListParts: listParts,
    ListMultipartUploads: listMultipartUploads,
    [applyLifecycleOperation]: applyLifecycle,
    [replicateOperation]: replicateVersion,
    [deliverNotificationOperation]: notificationDeliveries.attempt,
  },
  cors: s3Cors,
  resourceOf: namedBy('Bucket'),
  resources: s3Resources,
  tagging: s3Tagging,
  storedOnly: s3StoredOnly,
  dataPlanes: [websitePlane],
};
