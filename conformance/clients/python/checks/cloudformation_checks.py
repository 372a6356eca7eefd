"""CloudFormation by its resource API and its waiters."""

import json

from check import check, client, equal, refused, resource, soon, unique


def template(**resources):
    return json.dumps({"Resources": resources, "Outputs": {"Url": {"Value": {"Ref": "Queue"}}}})


queue = {"Type": "AWS::SQS::Queue", "Properties": {"VisibilityTimeout": 7}}


@check("CloudFormation › waiters › a stack is made, changed and deleted")
def _():
    name = unique("stack")
    cloudformation = client("cloudformation")
    stack = resource("cloudformation").create_stack(StackName=name, TemplateBody=template(Queue=queue), Tags=[{"Key": "k", "Value": "v"}])
    cloudformation.get_waiter("stack_create_complete").wait(StackName=name, WaiterConfig=soon)
    cloudformation.get_waiter("stack_exists").wait(StackName=name, WaiterConfig=soon)
    stack.reload()
    equal((stack.stack_status, stack.tags, stack.outputs[0]["OutputKey"]), ("CREATE_COMPLETE", [{"Key": "k", "Value": "v"}], "Url"))
    equal([each.resource_type for each in stack.resource_summaries.all()], ["AWS::SQS::Queue"])
    changed = {**queue, "Properties": {"VisibilityTimeout": 9}}
    stack.update(TemplateBody=template(Queue=changed))
    cloudformation.get_waiter("stack_update_complete").wait(StackName=name, WaiterConfig=soon)
    url = stack.outputs[0]["OutputValue"]
    equal(client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["VisibilityTimeout"])["Attributes"], {"VisibilityTimeout": "9"})
    equal(next(iter(stack.events.all())).resource_status, "UPDATE_COMPLETE")
    stack_id = stack.stack_id
    stack.delete()
    cloudformation.get_waiter("stack_delete_complete").wait(StackName=stack_id, WaiterConfig=soon)
    equal(cloudformation.describe_stacks(StackName=stack_id)["Stacks"][0]["StackStatus"], "DELETE_COMPLETE")


@check("CloudFormation › waiters › a change set is made and executed")
def _():
    name = unique("stack")
    cloudformation = client("cloudformation")
    cloudformation.create_change_set(StackName=name, ChangeSetName="first", ChangeSetType="CREATE", TemplateBody=template(Queue=queue))
    cloudformation.get_waiter("change_set_create_complete").wait(StackName=name, ChangeSetName="first", WaiterConfig=soon)
    described = cloudformation.describe_change_set(StackName=name, ChangeSetName="first")
    equal([(each["ResourceChange"]["Action"], each["ResourceChange"]["LogicalResourceId"]) for each in described["Changes"]], [("Add", "Queue")])
    cloudformation.execute_change_set(StackName=name, ChangeSetName="first")
    cloudformation.get_waiter("stack_create_complete").wait(StackName=name, WaiterConfig=soon)
    equal(json.loads(json.dumps(cloudformation.get_template(StackName=name)["TemplateBody"]))["Resources"], {"Queue": queue})


@check("CloudFormation › waiters › a failing stack ends the wait with its reason")
def _():
    from botocore.exceptions import WaiterError

    name = unique("stack")
    wrong = {"Type": "AWS::SQS::Queue", "Properties": {"VisibilityTimeout": 99999999}}
    client("cloudformation").create_stack(StackName=name, TemplateBody=template(Queue=wrong))
    try:
        client("cloudformation").get_waiter("stack_create_complete").wait(StackName=name, WaiterConfig=soon)
        raise AssertionError("the wait was answered")
    except WaiterError as error:
        assert "terminal failure state" in str(error), error
    equal(resource("cloudformation").Stack(name).stack_status, "ROLLBACK_COMPLETE")
    other = unique("stack")
    stack = resource("cloudformation").create_stack(StackName=other, TemplateBody=template(Queue=queue))
    client("cloudformation").get_waiter("stack_create_complete").wait(StackName=other, WaiterConfig=soon)
    stack.update(TemplateBody=template(Queue=wrong))
    client("cloudformation").get_waiter("stack_rollback_complete").wait(StackName=other, WaiterConfig=soon)


@check("CloudFormation › paginators › stacks, events and resources")
def _():
    name = unique("stack")
    cloudformation = client("cloudformation")
    cloudformation.create_stack(StackName=name, TemplateBody=template(Queue=queue, Other=queue))
    cloudformation.get_waiter("stack_create_complete").wait(StackName=name, WaiterConfig=soon)
    assert name in list(cloudformation.get_paginator("describe_stacks").paginate().search("Stacks[].StackName"))
    assert name in list(cloudformation.get_paginator("list_stacks").paginate(StackStatusFilter=["CREATE_COMPLETE"]).search("StackSummaries[].StackName"))
    events = list(cloudformation.get_paginator("describe_stack_events").paginate(StackName=name).search("StackEvents[].ResourceStatus"))
    equal((events[0], events[-1]), ("CREATE_COMPLETE", "CREATE_IN_PROGRESS"))
    found = cloudformation.get_paginator("list_stack_resources").paginate(StackName=name).search("StackResourceSummaries[].LogicalResourceId")
    equal(sorted(found), ["Other", "Queue"])


@check("CloudFormation › errors › missing stacks, bad templates, no change")
def _():
    cloudformation = client("cloudformation")
    absent = unique("absent")
    equal(refused("ValidationError", 400, cloudformation.describe_stacks, StackName=absent), f"Stack with id {absent} does not exist")
    refused("ValidationError", 400, cloudformation.create_stack, StackName=unique("stack"), TemplateBody="{")
    refused("ValidationError", 400, cloudformation.update_stack, StackName=absent, TemplateBody=template(Queue=queue))
    refused("ValidationError", 400, cloudformation.validate_template, TemplateBody='{"Nothing": {}}')
    refused("ChangeSetNotFound", 404, cloudformation.describe_change_set, StackName=absent, ChangeSetName="arn:aws:cloudformation:us-east-1:000000000000:changeSet/a/1")
    name = unique("stack")
    cloudformation.create_stack(StackName=name, TemplateBody=template(Queue=queue))
    cloudformation.get_waiter("stack_create_complete").wait(StackName=name, WaiterConfig=soon)
    refused("AlreadyExistsException", 400, cloudformation.create_stack, StackName=name, TemplateBody=template(Queue=queue))
    equal(refused("ValidationError", 400, cloudformation.update_stack, StackName=name, TemplateBody=template(Queue=queue)), "No updates are to be performed.")
