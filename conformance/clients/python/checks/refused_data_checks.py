"""Refused calls of S3, SQS, KMS, SSM, Secrets Manager."""

import json

from check import check
from refusals import ANY, Refusals


@check("S3 › refusals › 47 calls by their codes and texts")
def _():
    with Refusals("s3") as refuse:
        s3 = refuse.client
        s3.create_bucket(Bucket='probe')
        s3.put_object(Bucket='probe', Key='k', Body=b'abc')
        B = {'Bucket': 'probe'}
        BK = {'Bucket': 'probe', 'Key': 'k'}
        u = s3.create_multipart_upload(**BK)['UploadId']
        refuse('get_bucket_website', 'NoSuchWebsiteConfiguration', 'The specified bucket does not have a website configuration', **B)
        refuse('get_bucket_replication', 'ReplicationConfigurationNotFoundError', 'The replication configuration was not found', **B)
        refuse('get_object_lock_configuration', 'ObjectLockConfigurationNotFoundError', 'Object Lock configuration does not exist for this bucket', **B)
        refuse('get_bucket_policy_status', 'NoSuchBucketPolicy', ANY, **B)
        refuse('get_object_retention', 'InvalidRequest', 'Bucket is missing Object Lock Configuration', **BK)
        refuse('get_object_legal_hold', 'InvalidRequest', 'Bucket is missing Object Lock Configuration', **BK)
        refuse('put_object', 'InvalidStorageClass', 'The storage class you specified is not valid', **BK, Body=b'', StorageClass='NOPE')
        refuse('put_object', 'KeyTooLongError', 'Your key is too long', Bucket='probe', Key='k'*1025, Body=b'')
        refuse('put_object', 'MetadataTooLarge', 'Your metadata headers exceed the maximum allowed metadata size', **BK, Body=b'', Metadata={'a':'b'*3000})
        refuse('put_object', 'InvalidDigest', 'The Content-MD5 you specified was invalid.', **BK, Body=b'', ContentMD5='abc')
        refuse('put_object', 'BadDigest', 'The Content-MD5 you specified did not match what we received.', **BK, Body=b'x', ContentMD5='1B2M2Y8AsgTpgAmY7PhCfg==')
        refuse('put_object_tagging', 'InvalidTag', 'Cannot provide multiple Tags with the same key', **BK, Tagging={'TagSet':[{'Key':'a','Value':'1'},{'Key':'a','Value':'2'}]})
        refuse('put_object_tagging', 'BadRequest', 'Object tags cannot be greater than 10', **BK, Tagging={'TagSet':[{'Key':'a%d'%i,'Value':'1'} for i in range(11)]})
        refuse('put_object_tagging', 'InvalidTag', 'The TagKey you have provided is invalid', **BK, Tagging={'TagSet':[{'Key':'k'*129,'Value':'1'}]})
        refuse('put_object_tagging', 'InvalidTag', 'The TagValue you have provided is invalid', **BK, Tagging={'TagSet':[{'Key':'k','Value':'v'*257}]})
        refuse('put_bucket_tagging', 'InvalidTag', 'System tags cannot be added/updated by requester', **B, Tagging={'TagSet':[{'Key':'aws:x','Value':'1'}]})
        refuse('put_object', 'InvalidArgument', 'The header \'x-amz-tagging\' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.', **BK, Body=b'', Tagging='a=1&a=2')
        refuse('copy_object', 'NoSuchKey', 'The specified key does not exist.', Bucket='probe', Key='x', CopySource='probe/none')
        refuse('copy_object', 'NoSuchBucket', 'The specified bucket does not exist', Bucket='probe', Key='x', CopySource='none-such/none')
        refuse('copy_object', 'PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', Bucket='probe', Key='x', CopySource='probe/k', CopySourceIfMatch='"0"')
        refuse('list_objects_v2', 'InvalidArgument', 'The continuation token provided is incorrect', **B, ContinuationToken='wrong')
        refuse('list_objects_v2', 'InvalidArgument', 'Argument maxKeys must be an integer between 0 and 2147483647', **B, MaxKeys=-1)
        refuse('list_objects_v2', 'InvalidArgument', 'Invalid Encoding Method specified in Request', **B, EncodingType='x')
        refuse('upload_part', 'NoSuchUpload', 'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.', **BK, UploadId='x', PartNumber=1, Body=b'')
        refuse('upload_part', 'InvalidArgument', 'Part number must be an integer between 1 and 10000, inclusive', **BK, UploadId=u, PartNumber=10001, Body=b'')
        refuse('complete_multipart_upload', 'MalformedXML', 'The XML you provided was not well-formed or did not validate against our published schema', **BK, UploadId=u, MultipartUpload={'Parts':[]})
        refuse('complete_multipart_upload', 'InvalidPart', 'One or more of the specified parts could not be found.', **BK, UploadId=u, MultipartUpload={'Parts':[{'PartNumber':1,'ETag':'"x"'}]})
        refuse('delete_objects', 'MalformedXML', ANY, **B, Delete={'Objects':[]})
        refuse('put_bucket_versioning', 'MalformedXML', ANY, **B, VersioningConfiguration={'Status':'enabled'})
        refuse('put_bucket_policy', 'MalformedPolicy', 'Policies must be valid JSON and the first byte must be \'{\'', **B, Policy='x')
        refuse('put_bucket_policy', 'MalformedPolicy', 'Policy has invalid resource', **B, Policy=json.dumps({'Version':'2012-10-17','Statement':[{'Effect':'Allow','Principal':'*','Action':'s3:GetObject','Resource':'arn:aws:s3:::other/*'}]}))
        refuse('put_bucket_policy', 'MalformedPolicy', 'Missing required field Principal', **B, Policy=json.dumps({'Version':'2012-10-17','Statement':[{'Effect':'Allow','Action':'s3:GetObject','Resource':'arn:aws:s3:::probe/*'}]}))
        refuse('put_bucket_policy', 'AccessDenied', ANY, **B, Policy=json.dumps({'Version':'2012-10-17','Statement':[{'Effect':'Allow','Principal':'*','Action':'s3:GetObject','Resource':'arn:aws:s3:::probe/*'}]}))
        refuse('put_bucket_acl', 'AccessControlListNotSupported', 'The bucket does not allow ACLs', **B, ACL='public-read')
        refuse('put_object', 'AccessControlListNotSupported', 'The bucket does not allow ACLs', **BK, Body=b'', ACL='public-read')
        refuse('put_object_acl', 'AccessControlListNotSupported', 'The bucket does not allow ACLs', **BK, ACL='public-read')
        refuse('create_bucket', 'InvalidBucketName', 'The specified bucket is not valid.', Bucket='ab')
        refuse('create_bucket', 'InvalidBucketName', 'The specified bucket is not valid.', Bucket='xn--abc')
        refuse('create_bucket', 'InvalidLocationConstraint', 'The specified location-constraint is not valid', Bucket='abcd', CreateBucketConfiguration={'LocationConstraint':'nowhere'})
        refuse('put_bucket_cors', 'InvalidRequest', 'Found unsupported HTTP method in CORS config. Unsupported method is PATCH', **B, CORSConfiguration={'CORSRules':[{'AllowedMethods':['PATCH'],'AllowedOrigins':['*']}]})
        refuse('get_object', 'InvalidArgument', ANY, **BK, VersionId='')
        refuse('get_object', 'InvalidRange', 'The requested range is not satisfiable', **BK, Range='bytes=5-6')
        refuse('get_object_attributes', 'NoSuchKey', ANY, Bucket='probe', Key='none', ObjectAttributes=['ETag'])
        refuse('delete_bucket', 'NoSuchBucket', 'The specified bucket does not exist', Bucket='none-such-bucket')
        refuse('head_bucket', '400', ANY, **B, ExpectedBucketOwner='12')
        refuse('head_bucket', '403', ANY, **B, ExpectedBucketOwner='111111111111')
        refuse('list_object_versions', 'InvalidArgument', 'A version-id marker cannot be specified without a key marker.', **B, VersionIdMarker='x')


@check("SQS › refusals › 21 calls by their codes and texts")
def _():
    with Refusals("sqs") as refuse:
        aws = refuse.client
        q = aws.create_queue(QueueName='pq')['QueueUrl']
        refuse('send_message', 'AWS.SimpleQueueService.NonExistentQueue', 'The specified queue does not exist.', QueueUrl=q+'x', MessageBody='x')
        refuse('send_message', 'MissingParameter', 'The request must contain the parameter MessageBody.', QueueUrl=q)
        refuse('send_message', 'InvalidParameterValue', 'Value 901 for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.', QueueUrl=q, MessageBody='x', DelaySeconds=901)
        refuse('receive_message', 'InvalidParameterValue', ANY, QueueUrl=q, MaxNumberOfMessages=0)
        refuse('receive_message', 'InvalidParameterValue', ANY, QueueUrl=q, WaitTimeSeconds=21)
        refuse('change_message_visibility', 'ReceiptHandleIsInvalid', 'The input receipt handle "x" is not a valid receipt handle.', QueueUrl=q, ReceiptHandle='x', VisibilityTimeout=1)
        refuse('change_message_visibility', 'InvalidParameterValue', 'Value 43201 for parameter VisibilityTimeout is invalid.', QueueUrl=q, ReceiptHandle='x', VisibilityTimeout=43201)
        refuse('send_message_batch', 'AWS.SimpleQueueService.BatchEntryIdsNotDistinct', 'Id a repeated.', QueueUrl=q, Entries=[{'Id':'a','MessageBody':'1'},{'Id':'a','MessageBody':'1'}])
        refuse('send_message_batch', 'AWS.SimpleQueueService.TooManyEntriesInBatchRequest', 'Maximum number of entries per request are 10. You have sent 11.', QueueUrl=q, Entries=[{'Id':'a%d'%i,'MessageBody':'1'} for i in range(11)])
        refuse('send_message_batch', 'AWS.SimpleQueueService.InvalidBatchEntryId', 'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.', QueueUrl=q, Entries=[{'Id':'a b','MessageBody':'1'}])
        refuse('set_queue_attributes', 'InvalidAttributeName', 'Unknown Attribute Foo.', QueueUrl=q, Attributes={'Foo':'1'})
        refuse('get_queue_attributes', 'InvalidAttributeName', 'Unknown Attribute Foo.', QueueUrl=q, AttributeNames=['Foo'])
        refuse('create_queue', 'InvalidParameterValue', 'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length', QueueName='a b')
        refuse('create_queue', 'InvalidParameterValue', ANY, QueueName='x.fifo')
        refuse('create_queue', 'QueueAlreadyExists', 'A queue already exists with the same name and a different value for attribute DelaySeconds', QueueName='pq', Attributes={'DelaySeconds':'3'})
        refuse('list_dead_letter_source_queues', 'AWS.SimpleQueueService.NonExistentQueue', ANY, QueueUrl=q+'x')
        refuse('start_message_move_task', 'ResourceNotFoundException', ANY, SourceArn='arn:aws:sqs:us-east-1:000000000000:none')
        refuse('add_permission', 'InvalidParameterValue', ANY, QueueUrl=q, Label='l', AWSAccountIds=['x'], Actions=['Nope'])
        aws.purge_queue(QueueUrl=q)
        refuse('purge_queue', 'AWS.SimpleQueueService.PurgeQueueInProgress', 'Only one PurgeQueue operation on pq is allowed every 60 seconds.', QueueUrl=q)
        refuse('send_message', 'InvalidParameterValue', 'One or more parameters are invalid. Reason: Message must be shorter than', QueueUrl=q, MessageBody='x'*1048577)
        refuse('send_message', 'InvalidParameterValue', ANY, QueueUrl=q, MessageBody='x', MessageAttributes={'a':{'DataType':'Nope','StringValue':'x'}})


@check("KMS › refusals › 15 calls by their codes and texts")
def _():
    with Refusals("kms") as refuse:
        aws = k = refuse.client
        K = k.create_key()['KeyMetadata']['KeyId']
        KA = 'arn:aws:kms:us-east-1:000000000000:key/'
        refuse('create_alias', 'NotAuthorizedException', ANY, AliasName='alias/aws/x', TargetKeyId=K)
        aws.create_alias(AliasName='alias/p', TargetKeyId=K)
        refuse('create_alias', 'AlreadyExistsException', 'An alias with the name arn:aws:kms:us-east-1:000000000000:alias/p already exists', AliasName='alias/p', TargetKeyId=K)
        refuse('delete_alias', 'NotFoundException', 'Alias arn:aws:kms:us-east-1:000000000000:alias/none is not found.', AliasName='alias/none')
        refuse('describe_key', 'NotFoundException', "Key '"+KA+"00000000-0000-0000-0000-000000000000' does not exist", KeyId='00000000-0000-0000-0000-000000000000')
        refuse('encrypt', 'ValidationException', "1 validation error detected", KeyId=K, Plaintext=b'x'*4097)
        refuse('decrypt', 'InvalidCiphertextException', ANY, CiphertextBlob=b'x')
        refuse('schedule_key_deletion', 'ValidationException', ANY, KeyId=K, PendingWindowInDays=3)
        refuse('cancel_key_deletion', 'KMSInvalidStateException', KA+K+' is not pending deletion.', KeyId=K)
        refuse('sign', 'InvalidKeyUsageException', KA+K+' key usage is ENCRYPT_DECRYPT which is not valid for Sign.', KeyId=K, Message=b'm', SigningAlgorithm='RSASSA_PSS_SHA_256')
        refuse('generate_data_key', 'ValidationException', 'Please specify either number of bytes or key spec.', KeyId=K)
        refuse('put_key_policy', 'MalformedPolicyDocumentException', ANY, KeyId=K, PolicyName='default', Policy='{')
        refuse('get_key_policy', 'NotFoundException', 'No such policy exists', KeyId=K, PolicyName='other')
        refuse('tag_resource', 'TagException', 'Duplicate tag keys', KeyId=K, Tags=[{'TagKey':'a','TagValue':'1'},{'TagKey':'a','TagValue':'2'}])
        refuse('create_key', 'ValidationException', ANY, KeySpec='HMAC_256', KeyUsage='ENCRYPT_DECRYPT')
        refuse('enable_key_rotation', 'UnsupportedOperationException', ANY, KeyId=k.create_key(KeySpec='RSA_2048',KeyUsage='SIGN_VERIFY')['KeyMetadata']['KeyId'])


@check("SSM › refusals › 15 calls by their codes and texts")
def _():
    with Refusals("ssm") as refuse:
        refuse.client.put_parameter(Name='newp', Value='1', Type='String')
        refuse('get_parameter', 'ParameterNotFound', ANY, Name='none')
        refuse('put_parameter', 'ValidationException', "Parameter name: can't be prefixed with \"aws\" or \"ssm\" (case-insensitive).", Name='ssm-x', Value='1', Type='String')
        refuse('put_parameter', 'AccessDeniedException', 'No access to reserved parameter name: /aws/x.', Name='/aws/x', Value='1', Type='String')
        refuse('put_parameter', 'ValidationException', ANY, Name='a b', Value='1', Type='String')
        refuse('put_parameter', 'ValidationException', 'A parameter type is required when you create a parameter.', Name='typeless', Value='1')
        refuse('put_parameter', 'ParameterAlreadyExists', 'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.', Name='newp', Value='1', Type='String')
        refuse('put_parameter', 'ParameterPatternMismatchException', "Parameter value, cannot be validated against allowedPattern: ^\\d+$", Name='newq', Value='x', Type='String', AllowedPattern='^\\d+$')
        refuse('put_parameter', 'InvalidAllowedPatternException', ANY, Name='newq', Value='x', Type='String', AllowedPattern='[')
        refuse('put_parameter', 'ValidationException', 'Standard tier parameters support a maximum parameter value of 4096 characters. To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier. For more information, see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html', Name='newq', Value='x'*4097, Type='String')
        refuse('put_parameter', 'ValidationException', 'Invalid request: tags and overwrite can\'t be used together.', Name='newp', Value='x', Type='String', Overwrite=True, Tags=[{'Key':'a','Value':'b'}])
        refuse('get_parameters_by_path', 'ValidationException', 'The parameter doesn\'t meet the parameter name requirements.', Path='nope')
        refuse('list_tags_for_resource', 'InvalidResourceId', ANY, ResourceType='Parameter', ResourceId='none')
        refuse('label_parameter_version', 'ParameterVersionNotFound', ANY, Name='newp', ParameterVersion=9, Labels=['l'])
        refuse('get_parameter', 'ParameterVersionNotFound', 'Systems Manager could not find version 9 of newp. Verify the version and try again.', Name='newp:9')
        refuse('get_parameters', 'ValidationException', ANY, Names=['a%d'%i for i in range(11)])


@check("Secrets Manager › refusals › 13 calls by their codes and texts")
def _():
    with Refusals("secretsmanager") as refuse:
        aws = refuse.client
        refuse('create_secret', 'ValidationException', 'Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!', Name='a b', SecretString='x')
        aws.create_secret(Name='sec', SecretString='x')
        refuse('create_secret', 'ResourceExistsException', 'The operation failed because the secret sec already exists.', Name='sec', SecretString='x')
        refuse('create_secret', 'InvalidParameterException', "You can't specify both a binary secret value and a string secret value in the same secret.", Name='sec2', SecretString='x', SecretBinary=b'y')
        refuse('get_secret_value', 'ResourceNotFoundException', "Secrets Manager can't find the specified secret value for staging label: NOPE", SecretId='sec', VersionStage='NOPE')
        refuse('get_secret_value', 'ResourceNotFoundException', "Secrets Manager can't find the specified secret value for VersionId: 00000000-0000-0000-0000-000000000000", SecretId='sec', VersionId='00000000-0000-0000-0000-000000000000')
        refuse('delete_secret', 'InvalidParameterException', 'The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).', SecretId='sec', RecoveryWindowInDays=3)
        refuse('delete_secret', 'InvalidParameterException', "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.", SecretId='sec', RecoveryWindowInDays=7, ForceDeleteWithoutRecovery=True)
        refuse('rotate_secret', 'InvalidRequestException', 'No Lambda rotation function ARN is associated with this secret.', SecretId='sec')
        refuse('get_random_password', 'InvalidParameterException', ANY, PasswordLength=3)
        refuse('put_resource_policy', 'MalformedPolicyDocumentException', ANY, SecretId='sec', ResourcePolicy='{')
        aws.delete_secret(SecretId='sec')
        refuse('get_secret_value', 'InvalidRequestException', "You can't perform this operation on the secret because it was marked for deletion.", SecretId='sec')
        refuse('create_secret', 'InvalidRequestException', "You can't create this secret because a secret with this name is already scheduled for deletion.", Name='sec', SecretString='y')
        refuse('list_secrets', 'ValidationException', ANY, Filters=[{'Key':'nope','Values':['x']}])
