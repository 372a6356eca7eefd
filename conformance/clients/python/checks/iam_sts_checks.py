"""IAM by its resource API, and STS."""

import json

from check import check, client, equal, refused, resource, soon, unique

trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
document = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}


def make_role():
    name = unique("role")
    return resource("iam").create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))


@check("IAM › resource › a role, its policies and their end")
def _():
    role = make_role()
    client("iam").get_waiter("role_exists").wait(RoleName=role.name, WaiterConfig=soon)
    equal(role.assume_role_policy_document, trust)
    policy = resource("iam").create_policy(PolicyName=unique("policy"), PolicyDocument=json.dumps(document))
    client("iam").get_waiter("policy_exists").wait(PolicyArn=policy.arn, WaiterConfig=soon)
    role.attach_policy(PolicyArn=policy.arn)
    role.Policy("inline").put(PolicyDocument=json.dumps(document))
    equal([each.arn for each in role.attached_policies.all()], [policy.arn])
    equal([each.policy_document for each in role.policies.all()], [document])
    equal(policy.default_version.document, document)
    refused("DeleteConflict", 409, role.delete)
    refused("DeleteConflict", 409, policy.delete)
    role.detach_policy(PolicyArn=policy.arn)
    role.Policy("inline").delete()
    policy.delete()
    role.delete()
    refused("NoSuchEntity", 404, role.reload)


@check("IAM › resource › users, groups, keys and an instance profile")
def _():
    iam = resource("iam")
    user = iam.create_user(UserName=unique("user"), Tags=[{"Key": "k", "Value": "v"}])
    client("iam").get_waiter("user_exists").wait(UserName=user.name, WaiterConfig=soon)
    group = iam.create_group(GroupName=unique("group"))
    group.add_user(UserName=user.name)
    equal([each.name for each in user.groups.all()], [group.name])
    equal([each.name for each in group.users.all()], [user.name])
    pair = user.create_access_key_pair()
    equal([(each.id, each.status) for each in user.access_keys.all()], [(pair.id, "Active")])
    profile = iam.create_instance_profile(InstanceProfileName=unique("profile"))
    client("iam").get_waiter("instance_profile_exists").wait(InstanceProfileName=profile.name, WaiterConfig=soon)
    profile.add_role(RoleName=make_role().name)
    profile.reload()
    equal(len(profile.roles), 1)
    equal(client("iam").list_user_tags(UserName=user.name)["Tags"], [{"Key": "k", "Value": "v"}])


@check("IAM › paginators › roles, managed policies of AWS, users")
def _():
    role = make_role()
    iam = client("iam")
    assert role.name in list(iam.get_paginator("list_roles").paginate(PaginationConfig={"PageSize": 2}).search("Roles[].RoleName"))
    names = list(iam.get_paginator("list_policies").paginate(Scope="AWS").search("Policies[].PolicyName"))
    assert "AWSLambdaBasicExecutionRole" in names, len(names)
    details = iam.get_paginator("get_account_authorization_details").paginate(Filter=["Role"]).search("RoleDetailList[].RoleName")
    assert role.name in list(details)


@check("IAM › errors › missing entities, bad documents, twice the same")
def _():
    iam = client("iam")
    absent = unique("absent")
    equal(refused("NoSuchEntity", 404, iam.get_role, RoleName=absent), f"The role with name {absent} cannot be found.")
    equal(refused("NoSuchEntity", 404, iam.get_user, UserName=absent), f"The user with name {absent} cannot be found.")
    refused("NoSuchEntity", 404, iam.get_policy, PolicyArn=f"arn:aws:iam::000000000000:policy/{absent}")
    refused("MalformedPolicyDocument", 400, iam.create_role, RoleName=absent, AssumeRolePolicyDocument="{")
    refused("MalformedPolicyDocument", 400, iam.create_policy, PolicyName=absent, PolicyDocument='{"Version": "2012-10-17"}')
    role = make_role()
    refused("EntityAlreadyExists", 409, iam.create_role, RoleName=role.name, AssumeRolePolicyDocument=json.dumps(trust))
    refused("ValidationError", 400, iam.create_user, UserName="no spaces here")


@check("STS › a session of an assumed role calls under its name")
def _():
    import boto3

    sts = client("sts")
    who = sts.get_caller_identity()
    equal((who["Account"], who["Arn"]), ("000000000000", "arn:aws:iam::000000000000:root"))
    name = unique("assumed")
    policy = {**trust, "Statement": [{**trust["Statement"][0], "Principal": {"AWS": "*"}}]}
    client("iam").create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(policy))
    keys = sts.assume_role(RoleArn=f"arn:aws:iam::000000000000:role/{name}", RoleSessionName="me")["Credentials"]
    session = boto3.client("sts", aws_access_key_id=keys["AccessKeyId"], aws_secret_access_key=keys["SecretAccessKey"], aws_session_token=keys["SessionToken"])
    equal(session.get_caller_identity()["Arn"], f"arn:aws:sts::000000000000:assumed-role/{name}/me")
    equal(sts.get_access_key_info(AccessKeyId=keys["AccessKeyId"])["Account"], "000000000000")
