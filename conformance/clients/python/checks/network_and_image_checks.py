"""EC2 by its resource API, ECR, tags of all services, scaling targets, HTTP APIs."""

import json

from check import check, client, equal, refused, resource, soon, unique


@check("EC2 › resource › a network is made, waited for, described and deleted")
def _():
    ec2 = resource("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.7.0.0/16")
    vpc.wait_until_available()
    vpc.create_tags(Tags=[{"Key": "Name", "Value": "net"}])
    vpc.reload()
    equal((vpc.state, vpc.cidr_block, vpc.tags), ("available", "10.7.0.0/16", [{"Key": "Name", "Value": "net"}]))
    subnet = vpc.create_subnet(CidrBlock="10.7.1.0/24")
    client("ec2").get_waiter("subnet_available").wait(SubnetIds=[subnet.id], WaiterConfig=soon)
    equal([each.id for each in vpc.subnets.all()], [subnet.id])
    group = vpc.create_security_group(GroupName=unique("group"), Description="d")
    group.authorize_ingress(IpPermissions=[{"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}])
    group.reload()
    equal([(each["FromPort"], each["IpRanges"]) for each in group.ip_permissions], [(80, [{"CidrIp": "0.0.0.0/0"}])])
    equal([each.id for each in ec2.vpcs.filter(Filters=[{"Name": "tag:Name", "Values": ["net"]}])], [vpc.id])
    refused("DependencyViolation", 400, vpc.delete)
    group.delete()
    subnet.delete()
    vpc.delete()
    refused("InvalidVpcID.NotFound", 400, vpc.reload)


@check("EC2 › describe calls and their paginators")
def _():
    ec2 = client("ec2")
    assert "eu-west-1" in [each["RegionName"] for each in ec2.describe_regions()["Regions"]]
    equal({each["RegionName"] for each in ec2.describe_availability_zones()["AvailabilityZones"]}, {"us-east-1"})
    equal(list(ec2.get_paginator("describe_instances").paginate().search("Reservations[]")), [])
    for operation, member in (("describe_vpcs", "Vpcs"), ("describe_subnets", "Subnets"), ("describe_security_groups", "SecurityGroups"), ("describe_route_tables", "RouteTables")):
        assert len(list(ec2.get_paginator(operation).paginate(PaginationConfig={"PageSize": 5}).search(f"{member}[]"))) >= 1, operation
    refused("InvalidSubnetID.NotFound", 400, ec2.describe_subnets, SubnetIds=["subnet-0123456789abcdef0"])
    refused("InvalidGroup.NotFound", 400, ec2.describe_security_groups, GroupIds=["sg-0123456789abcdef0"])
    refused("InvalidParameterValue", 400, ec2.create_vpc, CidrBlock="nothing")


@check("EC2 › a dry run is refused by its name")
def _():
    refused("DryRunOperation", 412, client("ec2").create_vpc, CidrBlock="10.8.0.0/16", DryRun=True)


@check("ECR › repositories, their pages, and a token")
def _():
    ecr = client("ecr")
    name = unique("images/repository")
    made = ecr.create_repository(repositoryName=name)["repository"]
    equal((made["repositoryArn"], made["imageTagMutability"]), (f"arn:aws:ecr:us-east-1:000000000000:repository/{name}", "MUTABLE"))
    assert name in list(ecr.get_paginator("describe_repositories").paginate(PaginationConfig={"PageSize": 1}).search("repositories[].repositoryName"))
    equal(list(ecr.get_paginator("list_images").paginate(repositoryName=name).search("imageIds[]")), [])
    assert ecr.get_authorization_token()["authorizationData"][0]["authorizationToken"]
    refused("RepositoryAlreadyExistsException", 400, ecr.create_repository, repositoryName=name)
    refused("RepositoryNotFoundException", 400, ecr.describe_repositories, repositoryNames=["absent"])
    ecr.delete_repository(repositoryName=name)


@check("Resource Groups Tagging API › finds what carries a tag, of all services")
def _():
    key = unique("tag")
    queue = client("sqs").create_queue(QueueName=unique("tagged"), tags={key: "v"})["QueueUrl"]
    arn = client("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    secret = client("secretsmanager").create_secret(Name=unique("tagged"), SecretString="x", Tags=[{"Key": key, "Value": "w"}])["ARN"]
    tagging = client("resourcegroupstaggingapi")
    pages = tagging.get_paginator("get_resources").paginate(TagFilters=[{"Key": key}], PaginationConfig={"PageSize": 1})
    equal(sorted(pages.search("ResourceTagMappingList[].ResourceARN")), sorted([arn, secret]))
    equal(sorted(tagging.get_paginator("get_tag_values").paginate(Key=key).search("TagValues[]")), ["v", "w"])


@check("Application Auto Scaling › a table's target is registered and described")
def _():
    scaling = client("application-autoscaling")
    target = {"ServiceNamespace": "dynamodb", "ResourceId": f"table/{unique('scaled')}", "ScalableDimension": "dynamodb:table:ReadCapacityUnits"}
    client("dynamodb").create_table(
        TableName=target["ResourceId"][6:],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        ProvisionedThroughput={"ReadCapacityUnits": 5, "WriteCapacityUnits": 5},
    )
    scaling.register_scalable_target(**target, MinCapacity=5, MaxCapacity=9)
    pages = scaling.get_paginator("describe_scalable_targets").paginate(ServiceNamespace="dynamodb", ResourceIds=[target["ResourceId"]])
    equal(list(pages.search("ScalableTargets[].MaxCapacity")), [9])
    scaling.deregister_scalable_target(**target)
    refused("ObjectNotFoundException", 400, scaling.deregister_scalable_target, **target)


@check("API Gateway › an HTTP API, its routes by pages, and errors")
def _():
    api = client("apigatewayv2")
    made = api.create_api(Name=unique("api"), ProtocolType="HTTP")
    integration = api.create_integration(ApiId=made["ApiId"], IntegrationType="HTTP_PROXY", IntegrationMethod="GET", IntegrationUri="http://127.0.0.1:9", PayloadFormatVersion="1.0")
    for path in ("a", "b", "c"):
        api.create_route(ApiId=made["ApiId"], RouteKey=f"GET /{path}", Target=f"integrations/{integration['IntegrationId']}")
    pages = api.get_paginator("get_routes").paginate(ApiId=made["ApiId"], PaginationConfig={"PageSize": 2})
    equal(sorted(pages.search("Items[].RouteKey")), ["GET /a", "GET /b", "GET /c"])
    refused("NotFoundException", 404, api.get_api, ApiId="absent0000")
    refused("ConflictException", 409, api.create_route, ApiId=made["ApiId"], RouteKey="GET /a")
    refused("BadRequestException", 400, api.create_api, Name="x", ProtocolType="NONE")


@check("Errors › an unknown operation of a service is refused by its name")
def _():
    refused("NotImplemented", 501, client("ec2").describe_spot_price_history)
