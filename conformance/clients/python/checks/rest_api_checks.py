"""REST APIs: made, deployed, called, measured, exported, imported and deleted; pages, patches and refused calls."""

import datetime
import io
import json
import os
import urllib.error
import urllib.request
import zipfile

from check import check, client, equal, refused, unique
from lambda_checks import make_function
from refusals import Refusals


def make_api(**more):
    """A new API and the id of its root."""
    made = client("apigateway").create_rest_api(name=unique("rest"), **more)
    return made["id"], made["rootResourceId"]


def put_mock(api, resource, method="GET", answer='{"from": "a mock"}', **more):
    """A method that answers by itself."""
    aws = client("apigateway")
    at = {"restApiId": api, "resourceId": resource, "httpMethod": method}
    aws.put_method(**at, authorizationType="NONE", **more)
    aws.put_integration(**at, type="MOCK", requestTemplates={"application/json": '{"statusCode": 200}'})
    aws.put_method_response(**at, statusCode="200", responseModels={"application/json": "Empty"})
    aws.put_integration_response(**at, statusCode="200", responseTemplates={"application/json": answer})


def call(api, path, **headers):
    """Status and text of a GET."""
    request = urllib.request.Request(f"{os.environ['AWS_ENDPOINT_URL']}/_aws/execute-api/{api}{path}", headers=headers)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


@check("REST APIs › a mock is made, deployed, called, and gone with its API")
def _():
    aws = client("apigateway")
    api, root = make_api(description="d", tags={"team": "a"}, endpointConfiguration={"types": ["REGIONAL"]})
    pets = aws.create_resource(restApiId=api, parentId=root, pathPart="pets")
    equal((pets["path"], pets["parentId"]), ("/pets", root))
    put_mock(api, pets["id"])
    made = aws.create_deployment(restApiId=api, stageName="dev", description="first")
    equal(call(api, "/dev/pets"), (200, '{"from": "a mock"}'))
    equal(call(api, "/dev/none")[0], 403)
    stage = aws.get_stage(restApiId=api, stageName="dev")
    equal((stage["deploymentId"], stage["cacheClusterStatus"], stage["methodSettings"]), (made["id"], "NOT_AVAILABLE", {}))
    method = aws.get_method(restApiId=api, resourceId=pets["id"], httpMethod="GET")
    equal((method["authorizationType"], method["apiKeyRequired"]), ("NONE", False))
    integration = method["methodIntegration"]
    equal((integration["type"], integration["passthroughBehavior"], integration["timeoutInMillis"], integration["cacheNamespace"]), ("MOCK", "WHEN_NO_MATCH", 29000, pets["id"]))
    equal(integration["integrationResponses"]["200"]["responseTemplates"], {"application/json": '{"from": "a mock"}'})
    found = aws.get_rest_api(restApiId=api)
    equal((found["tags"], found["apiKeySource"], found["disableExecuteApiEndpoint"], found["createdDate"].tzinfo is not None), ({"team": "a"}, "HEADER", False, True))
    aws.delete_rest_api(restApiId=api)
    equal(call(api, "/dev/pets"), (403, '{"message":"Forbidden"}'))
    refused("NotFoundException", 404, aws.get_rest_api, restApiId=api)


@check("REST APIs › a function answers by proxy, by both forms of URLs")
def _():
    aws = client("apigateway")
    function = make_function()
    api, root = make_api()
    at = {"restApiId": api, "resourceId": aws.create_resource(restApiId=api, parentId=root, pathPart="{proxy+}")["id"], "httpMethod": "ANY"}
    aws.put_method(**at, authorizationType="NONE")
    uri = f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{function['FunctionArn']}/invocations"
    equal(aws.put_integration(**at, type="AWS_PROXY", integrationHttpMethod="POST", uri=uri)["uri"], uri)
    source = f"arn:aws:execute-api:us-east-1:000000000000:{api}/*/*"
    client("lambda").add_permission(FunctionName=function["FunctionName"], StatementId="api", Action="lambda:InvokeFunction", Principal="apigateway.amazonaws.com", SourceArn=source)
    aws.create_deployment(restApiId=api, stageName="v1")
    # What the function returns is no response of the contract, as it has a member of its own.
    equal(call(api, "/v1/a/b"), (502, '{"message": "Internal server error"}'))
    other = urllib.request.Request(f"{os.environ['AWS_ENDPOINT_URL']}/restapis/{api}/v1/_user_request_/a/b")
    try:
        urllib.request.urlopen(other)
        raise AssertionError("502 was expected")
    except urllib.error.HTTPError as error:
        equal(error.code, 502)
    tested = aws.test_invoke_method(restApiId=api, resourceId=at["resourceId"], httpMethod="GET", pathWithQueryString="/a/b?c=1")
    equal((tested["status"], json.loads(tested["body"])), (502, {"message": "Internal server error"}))
    assert "Execution failed due to configuration error: Malformed Lambda proxy response" in tested["log"], tested["log"]


@check("REST APIs › paginators › APIs, resources, deployments, models, keys, plans and more")
def _():
    aws = client("apigateway")
    api, root = make_api()
    other, _root = make_api()
    def listed(operation, path, size=1, **parameters):
        return list(aws.get_paginator(operation).paginate(**parameters, PaginationConfig={"PageSize": size}).search(path))
    ids = listed("get_rest_apis", "items[].id")
    assert api in ids and other in ids and len(ids) == len(set(ids)), ids
    for part in ("a", "b", "c"):
        aws.create_resource(restApiId=api, parentId=root, pathPart=part)
    equal(sorted(listed("get_resources", "items[].path", restApiId=api)), ["/", "/a", "/b", "/c"])
    put_mock(api, root)
    deployments = {aws.create_deployment(restApiId=api)["id"] for _ in range(3)}
    equal(set(listed("get_deployments", "items[].id", restApiId=api)), deployments)
    equal(sorted(listed("get_models", "items[].name", restApiId=api)), ["Empty", "Error"])
    keys = [aws.create_api_key(name=unique("key"), enabled=True)["id"] for _ in range(3)]
    assert set(keys) <= set(listed("get_api_keys", "items[].id"))
    plans = [aws.create_usage_plan(name=unique("plan"))["id"] for _ in range(2)]
    assert set(plans) <= set(listed("get_usage_plans", "items[].id"))
    for key in keys:
        aws.create_usage_plan_key(usagePlanId=plans[0], keyId=key, keyType="API_KEY")
    equal(set(listed("get_usage_plan_keys", "items[].id", usagePlanId=plans[0])), set(keys))
    equal(set(listed("get_usage_plans", "items[].id", keyId=keys[0])), {plans[0]})
    authorizers = [aws.create_authorizer(restApiId=api, name=name, type="REQUEST", authorizerResultTtlInSeconds=0, authorizerUri="arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:f/invocations")["id"] for name in ("a", "b")]
    equal(set(listed("get_authorizers", "items[].id", restApiId=api)), set(authorizers))
    equal(len(listed("get_gateway_responses", "items[].responseType", size=500, restApiId=api)), len(aws.get_gateway_responses(restApiId=api)["items"]))
    validators = [aws.create_request_validator(restApiId=api, name=name)["id"] for name in ("a", "b")]
    equal(set(listed("get_request_validators", "items[].id", restApiId=api)), set(validators))
    certificates = [aws.generate_client_certificate()["clientCertificateId"] for _ in range(2)]
    assert set(certificates) <= set(listed("get_client_certificates", "items[].clientCertificateId"))
    links = [aws.create_vpc_link(name="l", targetArns=["arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/net/n/50dc6c495c0c9188"])["id"] for _ in range(2)]
    assert set(links) <= set(listed("get_vpc_links", "items[].id"))
    for name in ("a", "b"):
        aws.create_documentation_part(restApiId=api, location={"type": "MODEL", "name": name}, properties="{}")
        aws.create_documentation_version(restApiId=api, documentationVersion=name)
    equal(len(aws.get_documentation_parts(restApiId=api, limit=1)["items"]), 1)
    equal(sorted(listed("get_documentation_parts", "items[].location.name", restApiId=api)), ["a", "b"])
    equal(sorted(listed("get_documentation_versions", "items[].version", restApiId=api)), ["a", "b"])
    domain = f"{unique('names')}.example.com"
    aws.create_domain_name(domainName=domain, regionalCertificateArn="arn:aws:acm:us-east-1:000000000000:certificate/a", endpointConfiguration={"types": ["REGIONAL"]})
    assert domain in listed("get_domain_names", "items[].domainName")
    aws.create_stage(restApiId=api, stageName="s", deploymentId=min(deployments))
    for path in ("one", "two"):
        aws.create_base_path_mapping(domainName=domain, basePath=path, restApiId=api, stage="s")
    equal(sorted(listed("get_base_path_mappings", "items[].basePath", domainName=domain)), ["one", "two"])
    aws.delete_domain_name(domainName=domain)
    assert {"javascript", "java"} <= {each["id"] for each in aws.get_sdk_types()["items"]}


@check("REST APIs › keys and plans › a key is asked for, its calls are counted, and its quota ends")
def _():
    aws = client("apigateway")
    api, root = make_api()
    put_mock(api, root, apiKeyRequired=True)
    aws.create_deployment(restApiId=api, stageName="dev")
    key = aws.create_api_key(name=unique("key"), enabled=True, value=unique("a-value-that-is-long-enough"), tags={"a": "b"})
    plan = aws.create_usage_plan(name=unique("plan"), apiStages=[{"apiId": api, "stage": "dev"}], quota={"limit": 2, "period": "DAY"})
    equal(aws.create_usage_plan_key(usagePlanId=plan["id"], keyId=key["id"], keyType="API_KEY")["type"], "API_KEY")
    equal(call(api, "/dev/"), (403, '{"message":"Forbidden"}'))
    for _ in range(2):
        equal(call(api, "/dev/", **{"x-api-key": key["value"]})[0], 200)
    equal(call(api, "/dev/", **{"x-api-key": key["value"]}), (429, '{"message":"Limit Exceeded"}'))
    equal("value" in aws.get_api_key(apiKey=key["id"]), False)
    equal(aws.get_api_key(apiKey=key["id"], includeValue=True)["value"], key["value"])
    # The day is the one of the cloud's clock, which is the machine's here.
    day = aws.get_api_key(apiKey=key["id"])["createdDate"].astimezone(datetime.timezone.utc).strftime("%Y-%m-%d")
    usage = aws.get_usage(usagePlanId=plan["id"], startDate=day, endDate=day)
    equal((usage["startDate"], usage["items"]), (day, {key["id"]: [[2, 0]]}))
    more = aws.update_usage(usagePlanId=plan["id"], keyId=key["id"], patchOperations=[{"op": "replace", "path": "/remaining", "value": "5"}])
    equal(more["items"][key["id"]][-1][1], 5)
    equal(call(api, "/dev/", **{"x-api-key": key["value"]})[0], 200)
    refused("ConflictException", 409, aws.create_usage_plan_key, usagePlanId=plan["id"], keyId=key["id"], keyType="API_KEY")
    aws.update_usage_plan(usagePlanId=plan["id"], patchOperations=[{"op": "remove", "path": "/apiStages", "value": f"{api}:dev"}])
    aws.delete_usage_plan(usagePlanId=plan["id"])
    aws.delete_api_key(apiKey=key["id"])
    refused("NotFoundException", 404, aws.get_usage_plan, usagePlanId=plan["id"])


@check("REST APIs › definitions › exports are streams, and import again to the same API")
def _():
    aws = client("apigateway")
    api, root = make_api()
    pet = aws.create_resource(restApiId=api, parentId=aws.create_resource(restApiId=api, parentId=root, pathPart="pets")["id"], pathPart="{id}")
    put_mock(api, pet["id"], requestParameters={"method.request.path.id": True})
    aws.create_deployment(restApiId=api, stageName="dev")
    for kind in ("oas30", "swagger"):
        exported = aws.get_export(restApiId=api, stageName="dev", exportType=kind, parameters={"extensions": "integrations"}, accepts="application/json")
        text = exported["body"].read()
        assert list(json.loads(text)["paths"]["/pets/{id}"]) == ["get"], text
        assert exported["contentDisposition"].startswith("attachment; filename="), exported["contentDisposition"]
        imported = aws.import_rest_api(body=io.BytesIO(text), failOnWarnings=True)
        aws.create_deployment(restApiId=imported["id"], stageName="dev")
        equal(call(imported["id"], "/dev/pets/1"), (200, '{"from": "a mock"}'))
        aws.delete_rest_api(restApiId=imported["id"])
    yaml = aws.get_export(restApiId=api, stageName="dev", exportType="oas30", accepts="application/yaml")["body"].read()
    assert yaml.startswith(b"---\nopenapi:"), yaml[:80]
    extra = {"openapi": "3.0.1", "info": {"title": "more", "version": "1"}, "paths": {"/more": {"get": {"responses": {}}}}}
    aws.put_rest_api(restApiId=api, mode="merge", body=json.dumps(extra).encode())
    equal(sorted(each["path"] for each in aws.get_resources(restApiId=api)["items"]), ["/", "/more", "/pets", "/pets/{id}"])
    aws.put_rest_api(restApiId=api, mode="overwrite", body=json.dumps(extra).encode())
    equal(sorted(each["path"] for each in aws.get_resources(restApiId=api)["items"]), ["/", "/more"])
    sdk = aws.get_sdk(restApiId=api, stageName="dev", sdkType="javascript")
    assert zipfile.ZipFile(io.BytesIO(sdk["body"].read())).namelist(), "an empty archive"
    refused("BadRequestException", 400, aws.import_rest_api, body=b"{no")


@check("REST APIs › patches › what is replaced, added and removed is there, and not there")
def _():
    aws = client("apigateway")
    api, root = make_api(binaryMediaTypes=["image/png"])
    put_mock(api, root)
    aws.create_deployment(restApiId=api, stageName="dev", variables={"a": "1"})
    patched = aws.update_rest_api(restApiId=api, patchOperations=[
        {"op": "replace", "path": "/name", "value": "named"},
        {"op": "add", "path": "/binaryMediaTypes/application~1zip"},
        {"op": "remove", "path": "/binaryMediaTypes/image~1png"},
        {"op": "replace", "path": "/minimumCompressionSize", "value": "100"},
    ])
    equal((patched["name"], patched["binaryMediaTypes"], patched["minimumCompressionSize"]), ("named", ["application/zip"], 100))
    stage = aws.update_stage(restApiId=api, stageName="dev", patchOperations=[
        {"op": "replace", "path": "/variables/b", "value": "2"},
        {"op": "remove", "path": "/variables/a"},
        {"op": "replace", "path": "/*/*/throttling/rateLimit", "value": "7.5"},
        {"op": "replace", "path": "/~1/GET/caching/ttlInSeconds", "value": "60"},
    ])
    equal((stage["variables"], stage["methodSettings"]["*/*"]["throttlingRateLimit"], stage["methodSettings"]["~1/GET"]["cacheTtlInSeconds"]), ({"b": "2"}, 7.5, 60))
    method = aws.update_method(restApiId=api, resourceId=root, httpMethod="GET", patchOperations=[{"op": "add", "path": "/requestParameters/method.request.header.X", "value": "true"}, {"op": "replace", "path": "/apiKeyRequired", "value": "true"}])
    equal((method["requestParameters"], method["apiKeyRequired"]), ({"method.request.header.X": True}, True))
    aws.tag_resource(resourceArn=f"arn:aws:apigateway:us-east-1::/restapis/{api}/stages/dev", tags={"a": "b", "c": "d"})
    aws.untag_resource(resourceArn=f"arn:aws:apigateway:us-east-1::/restapis/{api}/stages/dev", tagKeys=["a"])
    equal(aws.get_tags(resourceArn=f"arn:aws:apigateway:us-east-1::/restapis/{api}/stages/dev")["tags"], {"c": "d"})
    refused("BadRequestException", 400, aws.update_rest_api, restApiId=api, patchOperations=[{"op": "replace", "path": "/none", "value": "x"}])


@check("REST APIs › refusals › 18 calls by their codes and texts")
def _():
    with Refusals("apigateway") as refuse:
        api, root = make_api()
        refuse("get_rest_api", "NotFoundException", "Invalid API identifier specified 000000000000:none", restApiId="none")
        refuse("delete_rest_api", "NotFoundException", "Invalid API identifier specified 000000000000:none", restApiId="none")
        refuse("get_resource", "NotFoundException", "Invalid Resource identifier specified", restApiId=api, resourceId="none")
        refuse("get_method", "NotFoundException", "Invalid Method identifier specified", restApiId=api, resourceId=root, httpMethod="GET")
        refuse("put_integration", "NotFoundException", "Invalid Method identifier specified", restApiId=api, resourceId=root, httpMethod="GET", type="MOCK")
        refuse("get_stage", "NotFoundException", "Invalid stage identifier specified", restApiId=api, stageName="none")
        refuse("get_deployment", "NotFoundException", "Invalid Deployment identifier specified", restApiId=api, deploymentId="none")
        refuse("get_authorizer", "NotFoundException", "Invalid Authorizer identifier specified", restApiId=api, authorizerId="none")
        refuse("get_model", "NotFoundException", "Invalid model name specified: none", restApiId=api, modelName="none")
        refuse("get_request_validator", "NotFoundException", "Invalid Request Validator identifier specified", restApiId=api, requestValidatorId="none")
        refuse("get_api_key", "NotFoundException", "Invalid API Key identifier specified", apiKey="none")
        refuse("get_usage_plan", "NotFoundException", "Invalid Usage Plan ID specified", usagePlanId="none")
        refuse("get_domain_name", "NotFoundException", "Invalid domain name identifier specified", domainName="none.example.com")
        refuse("create_deployment", "BadRequestException", "The REST API doesn't contain any methods", restApiId=api)
        refuse("create_resource", "BadRequestException", "Resource's path part only allow", restApiId=api, parentId=root, pathPart="a/b")
        client("apigateway").create_resource(restApiId=api, parentId=root, pathPart="a")
        refuse("create_resource", "ConflictException", "Another resource with the same parent already has this name: a", restApiId=api, parentId=root, pathPart="a")
        put_mock(api, root)
        refuse("put_method", "ConflictException", "Method already exists for this resource", restApiId=api, resourceId=root, httpMethod="GET", authorizationType="NONE")
        refuse("put_method_response", "ConflictException", "Response already exists for this resource", restApiId=api, resourceId=root, httpMethod="GET", statusCode="200")
