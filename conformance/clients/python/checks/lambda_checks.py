"""Lambda: invokes with payload streams, waiters, pages, errors. Functions are in Python, as this program is."""

import base64
import io
import json
import zipfile

from check import check, client, equal, refused, soon, unique

role = "arn:aws:iam::000000000000:role/any"

code = """
import json
def handler(event, context):
    if event.get("fail"):
        raise ValueError("no")
    print("seen", event)
    return {"echo": event, "client": context.client_context.custom if context.client_context else None, "name": context.function_name}
"""


def zipped(text):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("app.py", text)
    return archive.getvalue()


def make_function(**more):
    name = unique("function")
    made = client("lambda").create_function(FunctionName=name, Runtime="python3.13", Role=role, Handler="app.handler", Code={"ZipFile": zipped(code)}, **more)
    client("lambda").get_waiter("function_active_v2").wait(FunctionName=name, WaiterConfig=soon)
    return made


@check("Lambda › invoke › the payload is a stream, the log its tail, the context the client's")
def _():
    name = make_function()["FunctionName"]
    context = base64.b64encode(json.dumps({"custom": {"a": "1"}}).encode()).decode()
    answer = client("lambda").invoke(FunctionName=name, Payload=io.BytesIO(b'{"n": "\xc3\xbc"}'), LogType="Tail", ClientContext=context)
    equal((answer["StatusCode"], answer["ExecutedVersion"], "FunctionError" in answer), (200, "$LATEST", False))
    equal(json.loads(answer["Payload"].read()), {"echo": {"n": "ü"}, "client": {"a": "1"}, "name": name})
    assert b"seen {'n': " in base64.b64decode(answer["LogResult"]), answer["LogResult"]


@check("Lambda › invoke › an error of the function, an event and a dry run")
def _():
    name = make_function()["FunctionName"]
    failed = client("lambda").invoke(FunctionName=name, Payload=b'{"fail": true}')
    equal(failed["FunctionError"], "Unhandled")
    equal({key: value for key, value in json.load(failed["Payload"]).items() if key.startswith("error")}, {"errorMessage": "no", "errorType": "ValueError"})
    event = client("lambda").invoke(FunctionName=name, Payload=b"{}", InvocationType="Event")
    equal((event["StatusCode"], event["Payload"].read()), (202, b""))
    equal(client("lambda").invoke(FunctionName=name, InvocationType="DryRun")["StatusCode"], 204)


@check("Lambda › waiters › function_updated, published_version_active and function_exists")
def _():
    name = make_function()["FunctionName"]
    lam = client("lambda")
    lam.update_function_configuration(FunctionName=name, Timeout=9, Environment={"Variables": {"AB": "1"}})
    lam.get_waiter("function_updated").wait(FunctionName=name, WaiterConfig=soon)
    lam.get_waiter("function_updated_v2").wait(FunctionName=name, WaiterConfig=soon)
    lam.update_function_code(FunctionName=name, ZipFile=zipped(code + "\n"))
    lam.get_waiter("function_updated_v2").wait(FunctionName=name, WaiterConfig=soon)
    version = lam.publish_version(FunctionName=name)["Version"]
    lam.get_waiter("published_version_active").wait(FunctionName=name, Qualifier=version, WaiterConfig=soon)
    lam.get_waiter("function_exists").wait(FunctionName=name, WaiterConfig=soon)
    equal((version, lam.get_function_configuration(FunctionName=name, Qualifier="1")["Timeout"]), ("1", 9))


@check("Lambda › paginators › functions, versions, aliases and event source mappings")
def _():
    lam = client("lambda")
    name = make_function(Publish=True)["FunctionName"]
    for alias in ("a", "b", "c"):
        lam.create_alias(FunctionName=name, Name=alias, FunctionVersion="1")
    aliases = lam.get_paginator("list_aliases").paginate(FunctionName=name, PaginationConfig={"PageSize": 2})
    equal([each["Name"] for each in aliases.search("Aliases[]")], ["a", "b", "c"])
    versions = lam.get_paginator("list_versions_by_function").paginate(FunctionName=name, PaginationConfig={"PageSize": 1})
    equal([each["Version"] for each in versions.search("Versions[]")], ["$LATEST", "1"])
    assert name in list(lam.get_paginator("list_functions").paginate(PaginationConfig={"PageSize": 1}).search("Functions[].FunctionName"))
    queue = client("sqs").create_queue(QueueName=unique("source"))["QueueUrl"]
    arn = client("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    mapping = lam.create_event_source_mapping(FunctionName=name, EventSourceArn=arn, Enabled=False)
    listed = lam.get_paginator("list_event_source_mappings").paginate(FunctionName=name).search("EventSourceMappings[].UUID")
    equal(list(listed), [mapping["UUID"]])
    lam.delete_event_source_mapping(UUID=mapping["UUID"])


@check("Lambda › errors › missing functions, twice the same name, wrong runtimes and payloads")
def _():
    lam = client("lambda")
    name = make_function()["FunctionName"]
    refused("ResourceNotFoundException", 404, lam.get_function, FunctionName=unique("absent"))
    refused("ResourceNotFoundException", 404, lam.invoke, FunctionName=unique("absent"))
    refused("ResourceNotFoundException", 404, lam.get_alias, FunctionName=name, Name="absent")
    refused("ResourceNotFoundException", 404, lam.get_policy, FunctionName=name)
    refused("ResourceConflictException", 409, lam.create_function, FunctionName=name, Runtime="python3.13", Role=role, Handler="app.handler", Code={"ZipFile": zipped(code)})
    refused("InvalidParameterValueException", 400, lam.create_function, FunctionName=unique("f"), Runtime="cobol", Role=role, Handler="a.b", Code={"ZipFile": zipped(code)})
    refused("InvalidRequestContentException", 400, lam.invoke, FunctionName=name, Payload=b"{no")
    refused("ResourceNotFoundException", 404, lam.delete_function, FunctionName=unique("absent"))


@check("Lambda › permissions › a policy's statement is added, read and removed")
def _():
    lam = client("lambda")
    name = make_function()["FunctionName"]
    added = lam.add_permission(FunctionName=name, StatementId="s", Action="lambda:InvokeFunction", Principal="s3.amazonaws.com", SourceArn="arn:aws:s3:::b")
    equal(json.loads(lam.get_policy(FunctionName=name)["Policy"])["Statement"], [json.loads(added["Statement"])])
    refused("ResourceConflictException", 409, lam.add_permission, FunctionName=name, StatementId="s", Action="lambda:InvokeFunction", Principal="s3.amazonaws.com")
    lam.remove_permission(FunctionName=name, StatementId="s")
    refused("ResourceNotFoundException", 404, lam.remove_permission, FunctionName=name, StatementId="s")
