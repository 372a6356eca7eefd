"""Refused calls of Lambda, IAM, STS, Logs, CloudWatch, CloudFormation, EC2, ECR."""

import json

from check import check, client
from lambda_checks import code, role, zipped
from refusals import ANY, Refusals


@check("Lambda › refusals › 27 calls by their codes and texts")
def _():
    with Refusals("lambda") as refuse:
        aws = refuse.client
        A = 'arn:aws:lambda:us-east-1:000000000000:function:'
        archive = {'ZipFile': zipped(code)}
        def mk(name, **more):
            return {'FunctionName': name, 'Runtime': 'python3.13', 'Role': role, 'Handler': 'app.handler', 'Code': archive, **more}
        aws.create_function(**mk('pf'))
        refuse('create_function', 'ResourceConflictException', 'Function already exist: pf', **mk('pf'))
        refuse('get_function', 'ResourceNotFoundException', 'Function not found: '+A+'none', FunctionName='none')
        refuse('get_function', 'ResourceNotFoundException', 'Function not found: '+A+'pf:7', FunctionName='pf', Qualifier='7')
        refuse('create_function', 'InvalidParameterValueException', 'Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: AWS_REGION', **mk('p2',Environment={'Variables':{'AWS_REGION':'x'}}))
        refuse('create_function', 'InvalidParameterValueException', 'Could not unzip uploaded file. Please check your file, then try to upload again.', **mk('p2',Code={'ZipFile':b'x'}))
        refuse('create_function', 'InvalidParameterValueException', ANY, **mk('p2',Code={}))
        refuse('create_function', 'ValidationException', ANY, **mk('p2',Role='x'))
        refuse('create_function', 'InvalidParameterValueException', 'Error occurred while GetObject. S3 Error Code: NoSuchBucket. S3 Error Message: The specified bucket does not exist', **mk('p2',Code={'S3Bucket':'none-bucket-x','S3Key':'k'}))
        refuse('invoke', 'InvalidRequestContentException', 'Could not parse request body into json', FunctionName='pf', Payload=b'{x')
        refuse('invoke', 'ResourceNotFoundException', 'Function not found: '+A+'none', FunctionName='none')
        refuse('create_alias', 'ResourceNotFoundException', 'Function not found: '+A+'pf:9', FunctionName='pf', Name='a', FunctionVersion='9')
        refuse('update_alias', 'ResourceNotFoundException', 'Alias not found: '+A+'pf:none', FunctionName='pf', Name='none')
        refuse('get_alias', 'ResourceNotFoundException', 'Cannot find alias arn: '+A+'pf:none', FunctionName='pf', Name='none')
        refuse('get_policy', 'ResourceNotFoundException', 'The resource you requested does not exist.', FunctionName='pf')
        refuse('remove_permission', 'ResourceNotFoundException', ANY, FunctionName='pf', StatementId='x')
        refuse('put_function_concurrency', 'InvalidParameterValueException', "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [100].", FunctionName='pf', ReservedConcurrentExecutions=1000)
        refuse('get_event_source_mapping', 'ResourceNotFoundException', 'The resource you requested does not exist.', UUID='14e0db71-0000-0000-0000-000000000000')
        refuse('create_event_source_mapping', 'InvalidParameterValueException', ANY, FunctionName='pf', EventSourceArn='arn:aws:sqs:us-east-1:000000000000:none')
        refuse('create_event_source_mapping', 'InvalidParameterValueException', 'Unrecognized event source.', FunctionName='pf', EventSourceArn='arn:aws:s3:::x')
        refuse('get_function_event_invoke_config', 'ResourceNotFoundException', "The function "+A+"pf:$LATEST doesn't have an EventInvokeConfig", FunctionName='pf')
        refuse('get_function_url_config', 'ResourceNotFoundException', 'The resource you requested does not exist.', FunctionName='pf')
        refuse('get_provisioned_concurrency_config', 'InvalidParameterValueException', ANY, FunctionName='pf', Qualifier='$LATEST')
        refuse('get_layer_version', 'ResourceNotFoundException', 'The resource you requested does not exist.', LayerName='none', VersionNumber=1)
        refuse('delete_function', 'InvalidParameterValueException', '$LATEST version cannot be deleted without deleting the function.', FunctionName='pf', Qualifier='$LATEST')
        refuse('tag_resource', 'ResourceNotFoundException', ANY, Resource=A+'none', Tags={'a':'b'})
        refuse('update_function_configuration', 'InvalidParameterValueException', ANY, FunctionName='pf', Layers=['arn:aws:lambda:us-east-1:000000000000:layer:x:1'])
        refuse('add_permission', 'ValidationException', ANY, FunctionName='pf', StatementId='a b', Action='lambda:InvokeFunction', Principal='s3.amazonaws.com')


@check("IAM › refusals › 23 calls by their codes and texts")
def _():
    with Refusals("iam") as refuse:
        aws = refuse.client
        T = json.dumps({'Version': '2012-10-17', 'Statement': [{'Effect': 'Allow', 'Principal': {'Service': 'lambda.amazonaws.com'}, 'Action': 'sts:AssumeRole'}]})
        refuse('create_role', 'ValidationError', ANY, RoleName='a b', AssumeRolePolicyDocument='{}')
        refuse('create_role', 'MalformedPolicyDocument', ANY, RoleName='ab', AssumeRolePolicyDocument='{}')
        aws.create_role(RoleName='probe', AssumeRolePolicyDocument=T)
        refuse('create_role', 'EntityAlreadyExists', 'Role with name probe already exists.', RoleName='probe', AssumeRolePolicyDocument=T)
        refuse('detach_role_policy', 'NoSuchEntity', 'Policy arn:aws:iam::aws:policy/ReadOnlyAccess was not found.', RoleName='probe', PolicyArn='arn:aws:iam::aws:policy/ReadOnlyAccess')
        refuse('get_role_policy', 'NoSuchEntity', 'The role policy with name none cannot be found.', RoleName='probe', PolicyName='none')
        refuse('delete_role_policy', 'NoSuchEntity', 'The role policy with name none cannot be found.', RoleName='probe', PolicyName='none')
        refuse('get_user_policy', 'NoSuchEntity', 'The user with name none cannot be found.', UserName='none', PolicyName='none')
        refuse('put_role_policy', 'MalformedPolicyDocument', 'Syntax errors in policy.', RoleName='probe', PolicyName='p', PolicyDocument='{"Version":"2012-10-17"}')
        refuse('create_policy', 'MalformedPolicyDocument', ANY, PolicyName='p', PolicyDocument='x')
        refuse('get_policy', 'NoSuchEntity', 'Policy arn:aws:iam::000000000000:policy/none was not found.', PolicyArn='arn:aws:iam::000000000000:policy/none')
        refuse('get_group', 'NoSuchEntity', 'The group with name none cannot be found.', GroupName='none')
        refuse('get_instance_profile', 'NoSuchEntity', 'Instance Profile none cannot be found.', InstanceProfileName='none')
        refuse('delete_user', 'NoSuchEntity', 'The user with name none cannot be found.', UserName='none')
        aws.create_user(UserName='pu')
        refuse('create_user', 'EntityAlreadyExists', 'User with name pu already exists.', UserName='pu')
        aws.create_access_key(UserName='pu')
        aws.create_access_key(UserName='pu')
        refuse('create_access_key', 'LimitExceeded', 'Cannot exceed quota for AccessKeysPerUser: 2', UserName='pu')
        refuse('delete_user', 'DeleteConflict', 'Cannot delete entity, must delete access keys first.', UserName='pu')
        refuse('delete_access_key', 'NoSuchEntity', 'The Access Key with id AKIAIOSFODNN7EXAMPLE cannot be found.', UserName='pu', AccessKeyId='AKIAIOSFODNN7EXAMPLE')
        refuse('get_login_profile', 'NoSuchEntity', 'Login Profile for User pu cannot be found.', UserName='pu')
        refuse('get_account_password_policy', 'NoSuchEntity', 'The Password Policy with domain name 000000000000 cannot be found.')
        refuse('list_access_keys', 'NoSuchEntity', 'The user with name none cannot be found.', UserName='none')
        refuse('tag_role', 'InvalidInput', ANY, RoleName='probe', Tags=[{'Key':'a','Value':'1'},{'Key':'a','Value':'2'}])
        refuse('list_roles', 'ValidationError', ANY, MaxItems=1001)
        refuse('update_assume_role_policy', 'MalformedPolicyDocument', ANY, RoleName='probe', PolicyDocument='{')


@check("STS › refusals › 3 calls by their codes and texts")
def _():
    with Refusals("sts") as refuse:
        client('iam').create_role(RoleName='assumable', AssumeRolePolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}]}')
        refuse('assume_role', 'AccessDenied', 'User: arn:aws:iam::000000000000:root is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::000000000000:role/none', RoleArn='arn:aws:iam::000000000000:role/none', RoleSessionName='me')
        refuse('assume_role', 'ValidationError', '1 validation error detected', RoleArn='short', RoleSessionName='me')
        refuse('assume_role', 'ValidationError', ANY, RoleArn='arn:aws:iam::000000000000:role/assumable', RoleSessionName='m')


@check("Logs › refusals › 17 calls by their codes and texts")
def _():
    with Refusals("logs") as refuse:
        aws = refuse.client
        refuse('create_log_group', 'InvalidParameterException', "1 validation error detected: Value 'a b' at 'logGroupName' failed to satisfy constraint", logGroupName='a b')
        aws.create_log_group(logGroupName='lg')
        refuse('create_log_group', 'ResourceAlreadyExistsException', 'The specified log group already exists', logGroupName='lg')
        refuse('create_log_stream', 'ResourceNotFoundException', 'The specified log group does not exist.', logGroupName='none', logStreamName='s')
        aws.create_log_stream(logGroupName='lg', logStreamName='s')
        refuse('create_log_stream', 'ResourceAlreadyExistsException', 'The specified log stream already exists', logGroupName='lg', logStreamName='s')
        refuse('put_log_events', 'ResourceNotFoundException', 'The specified log stream does not exist.', logGroupName='lg', logStreamName='n', logEvents=[{'timestamp':1,'message':'x'}])
        refuse('put_log_events', 'InvalidParameterException', 'Log events in a single PutLogEvents request must be in chronological order.', logGroupName='lg', logStreamName='s', logEvents=[{'timestamp':2,'message':'x'},{'timestamp':1,'message':'x'}])
        refuse('put_log_events', 'InvalidParameterException', ANY, logGroupName='lg', logStreamName='s', logEvents=[])
        refuse('get_log_events', 'ResourceNotFoundException', 'The specified log stream does not exist.', logGroupName='lg', logStreamName='n')
        refuse('get_log_events', 'InvalidParameterException', 'The specified nextToken is invalid.', logGroupName='lg', logStreamName='s', nextToken='x')
        refuse('describe_log_streams', 'InvalidParameterException', 'Cannot order by LastEventTime with a logStreamNamePrefix.', logGroupName='lg', logStreamNamePrefix='s', orderBy='LastEventTime')
        refuse('describe_log_groups', 'InvalidParameterException', ANY, limit=51)
        refuse('filter_log_events', 'InvalidParameterException', 'Invalid filter pattern', logGroupName='lg', filterPattern='{ $.a = ')
        refuse('delete_metric_filter', 'ResourceNotFoundException', 'The specified metric filter does not exist.', logGroupName='lg', filterName='x')
        refuse('delete_subscription_filter', 'ResourceNotFoundException', 'The specified subscription filter does not exist.', logGroupName='lg', filterName='x')
        refuse('start_query', 'MalformedQueryException', ANY, logGroupName='lg', queryString='nope nope', startTime=1, endTime=2)
        refuse('get_query_results', 'ResourceNotFoundException', ANY, queryId='12345678-1234-1234-1234-123456789012')
        refuse('tag_resource', 'ResourceNotFoundException', ANY, resourceArn='arn:aws:logs:us-east-1:000000000000:log-group:none', tags={'a':'b'})


@check("CloudWatch › refusals › 7 calls by their codes and texts")
def _():
    with Refusals("cloudwatch") as refuse:
        refuse('put_metric_data', 'MissingParameter', ANY, MetricData=[{'MetricName':'m','Value':1}])
        refuse('put_metric_data', 'InvalidParameterValue', ANY, Namespace='AWS/x', MetricData=[{'MetricName':'m','Value':1}])
        refuse('put_metric_data', 'InvalidParameterCombination', ANY, Namespace='x', MetricData=[{'MetricName':'m','Value':1,'StatisticValues':{'SampleCount':1,'Sum':1,'Minimum':1,'Maximum':1}}])
        refuse('put_metric_alarm', 'ValidationError', ANY, AlarmName='a', EvaluationPeriods=1, ComparisonOperator='GreaterThanThreshold', MetricName='m', Namespace='n', Period=7, Statistic='Sum', Threshold=1)
        refuse('get_metric_statistics', 'InvalidParameterCombination', ANY, Namespace='x', MetricName='m', StartTime=0, EndTime=86400*30, Period=60, Statistics=['Sum'])
        refuse('get_metric_statistics', 'InvalidParameterValue', 'The parameter StartTime must be less than the parameter EndTime.', Namespace='x', MetricName='m', StartTime=100, EndTime=10, Period=60, Statistics=['Sum'])
        refuse('delete_dashboards', 'ResourceNotFound', ANY, DashboardNames=['none'])


@check("CloudFormation › refusals › 21 calls by their codes and texts")
def _():
    with Refusals("cloudformation") as refuse:
        T = '{"Resources":{"Q":{"Type":"AWS::SQS::Queue"}}}'
        refuse('create_stack', 'ValidationError', "1 validation error detected: Value 'a b' at 'stackName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*", StackName='a b', TemplateBody=T)
        refuse('create_stack', 'ValidationError', 'Either Template URL or Template Body must be specified.', StackName='ab')
        refuse('create_stack', 'ValidationError', 'Template format error: At least one Resources member must be defined.', StackName='ab', TemplateBody='{}')
        refuse('create_stack', 'ValidationError', 'Template format error: JSON not well-formed.', StackName='ab', TemplateBody='{"a')
        refuse('create_stack', 'ValidationError', 'Template format error: Unrecognized resource types: [AWS::No::Thing]', StackName='ab', TemplateBody='{"Resources":{"Q":{"Type":"AWS::No::Thing"}}}')
        refuse('create_stack', 'ValidationError', 'Template format error: Unresolved resource dependencies [X] in the Resources block of the template', StackName='ab', TemplateBody='{"Resources":{"Q":{"Type":"AWS::SQS::Queue","DependsOn":"X"}}}')
        refuse('create_stack', 'ValidationError', 'Parameters: [P] must have values', StackName='ab', TemplateBody='{"Parameters":{"P":{"Type":"String"}},"Resources":{"Q":{"Type":"AWS::SQS::Queue"}}}')
        refuse('create_stack', 'ValidationError', 'Parameters: [Z] do not exist in the template', StackName='ab', TemplateBody=T, Parameters=[{'ParameterKey':'Z','ParameterValue':'1'}])
        refuse('create_stack', 'InsufficientCapabilitiesException', 'Requires capabilities : [CAPABILITY_NAMED_IAM]', StackName='ab', TemplateBody='{"Resources":{"R":{"Type":"AWS::IAM::Role","Properties":{"RoleName":"x","AssumeRolePolicyDocument":{}}}}}')
        refuse('create_stack', 'ValidationError', "Parameter 'P' must be one of AllowedValues", StackName='ab', TemplateBody='{"Parameters":{"P":{"Type":"String","AllowedValues":["a"]}},"Resources":{"Q":{"Type":"AWS::SQS::Queue"}}}', Parameters=[{'ParameterKey':'P','ParameterValue':'1'}])
        refuse('describe_stack_events', 'ValidationError', 'Stack [none] does not exist', StackName='none')
        refuse('list_stack_resources', 'ValidationError', 'Stack with id none does not exist', StackName='none')
        refuse('describe_stack_resources', 'ValidationError', 'Stack with id none does not exist', StackName='none')
        refuse('describe_stack_resource', 'ValidationError', "Stack 'none' does not exist", StackName='none', LogicalResourceId='x')
        refuse('get_template', 'ValidationError', 'Stack with id none does not exist', StackName='none')
        refuse('update_stack', 'ValidationError', 'Stack [none] does not exist', StackName='none', TemplateBody=T)
        refuse('create_change_set', 'ValidationError', 'Stack [none] does not exist', StackName='none', ChangeSetName='c', TemplateBody=T)
        refuse('list_imports', 'ValidationError', "Export 'e' is not imported by any stack.", ExportName='e')
        refuse('get_template_summary', 'ValidationError', ANY, TemplateBody='x')
        refuse('update_termination_protection', 'ValidationError', 'Stack [none] does not exist', StackName='none', EnableTerminationProtection=True)
        refuse('cancel_update_stack', 'ValidationError', 'Stack [none] does not exist', StackName='none')


@check("EC2 › refusals › 18 calls by their codes and texts")
def _():
    with Refusals("ec2") as refuse:
        aws = refuse.client
        v = aws.create_vpc(CidrBlock='10.0.0.0/16')['Vpc']['VpcId']
        g = aws.create_security_group(GroupName='g', Description='d', VpcId=v)['GroupId']
        P = [{'IpProtocol': 'tcp', 'FromPort': 1, 'ToPort': 2, 'IpRanges': [{'CidrIp': '1.2.3.4/32'}]}]
        refuse('describe_vpcs', 'InvalidVpcID.NotFound', "The vpc ID 'vpc-12345678' does not exist", VpcIds=['vpc-12345678'])
        refuse('describe_instances', 'InvalidInstanceID.NotFound', "The instance ID 'i-0123456789abcdef0' does not exist", InstanceIds=['i-0123456789abcdef0'])
        refuse('describe_instances', 'InvalidInstanceID.Malformed', 'Invalid id: "x"', InstanceIds=['x'])
        refuse('create_vpc', 'MissingParameter', ANY)
        refuse('create_vpc', 'InvalidVpc.Range', "The CIDR '10.0.0.0/8' is invalid.", CidrBlock='10.0.0.0/8')
        refuse('create_subnet', 'InvalidSubnet.Range', "The CIDR '10.1.0.0/24' is invalid.", VpcId=v, CidrBlock='10.1.0.0/24')
        aws.create_subnet(VpcId=v, CidrBlock='10.0.0.0/24')
        refuse('create_subnet', 'InvalidSubnet.Conflict', "The CIDR '10.0.0.0/24' conflicts with another subnet", VpcId=v, CidrBlock='10.0.0.0/24')
        refuse('create_subnet', 'InvalidVpcID.NotFound', "The vpc ID 'vpc-12345678' does not exist", VpcId='vpc-12345678', CidrBlock='10.0.0.0/24')
        refuse('create_security_group', 'InvalidParameterValue', ANY, GroupName='sg-x', Description='d', VpcId=v)
        refuse('create_security_group', 'InvalidGroup.Duplicate', "The security group 'g' already exists for VPC '"+v+"'", GroupName='g', Description='d', VpcId=v)
        aws.authorize_security_group_ingress(GroupId=g, IpPermissions=P)
        refuse('authorize_security_group_ingress', 'InvalidPermission.Duplicate', 'the specified rule "peer: 1.2.3.4/32, TCP, from port: 1, to port: 2, ALLOW" already exists', GroupId=g, IpPermissions=P)
        refuse('revoke_security_group_ingress', 'InvalidPermission.NotFound', 'The specified rule does not exist in this security group.', GroupId=g, IpPermissions=[{'IpProtocol':'udp','FromPort':1,'ToPort':2,'IpRanges':[{'CidrIp':'1.2.3.4/32'}]}])
        refuse('delete_security_group', 'InvalidGroup.NotFound', "The security group 'sg-0123456789abcdef0' does not exist", GroupId='sg-0123456789abcdef0')
        refuse('delete_vpc', 'DependencyViolation', "The vpc '"+v+"' has dependencies and cannot be deleted.", VpcId=v)
        refuse('delete_internet_gateway', 'InvalidInternetGatewayID.NotFound', "The internetGateway ID 'igw-0123456789abcdef0' does not exist", InternetGatewayId='igw-0123456789abcdef0')
        refuse('describe_vpcs', 'InvalidParameterValue', "The filter 'nope' is invalid", Filters=[{'Name':'nope','Values':['x']}])
        refuse('create_tags', 'InvalidID', "The ID 'x' is not valid", Resources=['x'], Tags=[{'Key':'a','Value':'b'}])
        refuse('describe_availability_zones', 'InvalidParameterValue', 'Invalid availability zone: [nope]', ZoneNames=['nope'])


@check("ECR › refusals › 6 calls by their codes and texts")
def _():
    with Refusals("ecr") as refuse:
        aws = refuse.client
        refuse('create_repository', 'InvalidParameterException', "Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must satisfy regular expression", repositoryName='UPPER')
        refuse('describe_repositories', 'RepositoryNotFoundException', "The repository with name 'none' does not exist in the registry with id '000000000000'", repositoryNames=['none'])
        aws.create_repository(repositoryName='rr')
        refuse('create_repository', 'RepositoryAlreadyExistsException', "The repository with name 'rr' already exists in the registry with id '000000000000'", repositoryName='rr')
        refuse('get_lifecycle_policy', 'LifecyclePolicyNotFoundException', "Lifecycle policy does not exist for the repository with name 'rr' in the registry with id '000000000000'", repositoryName='rr')
        refuse('get_repository_policy', 'RepositoryPolicyNotFoundException', "Repository policy does not exist for the repository with name 'rr' in the registry with id '000000000000'", repositoryName='rr')
        refuse('describe_images', 'ImageNotFoundException', "The image with imageId {imageDigest:'null', imageTag:'x'} does not exist within the repository with name 'rr' in the registry with id '000000000000'", repositoryName='rr', imageIds=[{'imageTag':'x'}])
