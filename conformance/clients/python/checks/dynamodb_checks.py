"""DynamoDB by its resource API: tables, batches, conditions, pages."""

from decimal import Decimal

from check import check, client, equal, refused, resource, soon, unique


def make_table(**more):
    """A table of `pk` and `sk`."""
    table = resource("dynamodb").create_table(
        TableName=unique("table"),
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}, {"AttributeName": "sk", "AttributeType": "N"}],
        BillingMode="PAY_PER_REQUEST",
        **more,
    )
    client("dynamodb").get_waiter("table_exists").wait(TableName=table.name, WaiterConfig=soon)
    return table


@check("DynamoDB › resource › makes a table, waits for it, loads and deletes it")
def _():
    table = make_table()
    table.load()
    equal((table.table_status, table.item_count), ("ACTIVE", 0))
    assert table.name in [each.name for each in resource("dynamodb").tables.all()]
    table.delete()
    client("dynamodb").get_waiter("table_not_exists").wait(TableName=table.name, WaiterConfig=soon)


@check("DynamoDB › resource › values of every type come back as Python's own")
def _():
    from boto3.dynamodb.types import Binary

    item = {"pk": "a", "sk": 1, "n": Decimal("1.50"), "b": Binary(b"\0\1"), "l": [1, "x", None, True], "m": {"k": {"d": False}}, "ss": {"a", "b"}, "ns": {1, 2}}
    table = make_table()
    table.put_item(Item=item)
    equal(table.get_item(Key={"pk": "a", "sk": 1})["Item"], item)
    equal("Item" in table.get_item(Key={"pk": "a", "sk": 2}), False)


@check("DynamoDB › resource › batch_writer puts and deletes over several requests, without duplicates")
def _():
    table = make_table()
    with table.batch_writer(overwrite_by_pkeys=["pk", "sk"]) as batch:
        for number in range(60):
            batch.put_item(Item={"pk": "a", "sk": number})
            batch.put_item(Item={"pk": "a", "sk": number, "again": True})
    with table.batch_writer() as batch:
        for number in range(10):
            batch.delete_item(Key={"pk": "a", "sk": number})
    found = table.scan()
    equal((found["Count"], all(item["again"] for item in found["Items"])), (50, True))


@check("DynamoDB › resource › conditions of the Key and Attr builders")
def _():
    from boto3.dynamodb.conditions import Attr, Key

    table = make_table()
    for number in range(10):
        table.put_item(Item={"pk": "a", "sk": number, "kind": "even" if number % 2 == 0 else "odd", "list": [number]})
    query = table.query(KeyConditionExpression=Key("pk").eq("a") & Key("sk").between(2, 6), FilterExpression=Attr("kind").eq("even"), ScanIndexForward=False)
    equal([int(item["sk"]) for item in query["Items"]], [6, 4, 2])
    equal((query["Count"], query["ScannedCount"]), (3, 5))
    scan = table.scan(FilterExpression=Attr("list").contains(3) | (Attr("sk").is_in([7, 8]) & ~Attr("kind").begins_with("ev")))
    equal(sorted(int(item["sk"]) for item in scan["Items"]), [3, 7])
    equal(table.scan(FilterExpression=Attr("absent").not_exists() & Attr("list").size().gt(0), Select="COUNT")["Count"], 10)


@check("DynamoDB › resource › refuses a write whose condition fails, with the old item")
def _():
    from boto3.dynamodb.conditions import Attr

    table = make_table()
    table.put_item(Item={"pk": "a", "sk": 1, "v": 1})
    refused("ConditionalCheckFailedException", 400, table.put_item, Item={"pk": "a", "sk": 1}, ConditionExpression=Attr("pk").not_exists())
    try:
        table.delete_item(Key={"pk": "a", "sk": 1}, ConditionExpression=Attr("v").gt(5), ReturnValuesOnConditionCheckFailure="ALL_OLD")
        raise AssertionError("the call was answered")
    except client("dynamodb").exceptions.ClientError as error:
        equal(error.response["Item"], {"pk": {"S": "a"}, "sk": {"N": "1"}, "v": {"N": "1"}})
    found = table.update_item(
        Key={"pk": "a", "sk": 1},
        UpdateExpression="SET v = v + :one, #l = list_append(if_not_exists(#l, :none), :more) ADD s :s REMOVE absent",
        ExpressionAttributeNames={"#l": "list"},
        ExpressionAttributeValues={":one": 1, ":none": [], ":more": ["x"], ":s": {"t"}},
        ReturnValues="ALL_NEW",
    )
    equal(found["Attributes"], {"pk": "a", "sk": 1, "v": 2, "list": ["x"], "s": {"t"}})


@check("DynamoDB › paginator › Query, Scan and ListTables by pages")
def _():
    table = make_table()
    with table.batch_writer() as batch:
        for number in range(9):
            batch.put_item(Item={"pk": "a", "sk": number})
    query = client("dynamodb").get_paginator("query").paginate(
        TableName=table.name, KeyConditionExpression="pk = :a", ExpressionAttributeValues={":a": {"S": "a"}}, PaginationConfig={"PageSize": 4}
    )
    equal([page["Count"] for page in query], [4, 4, 1])
    scan = client("dynamodb").get_paginator("scan").paginate(TableName=table.name, PaginationConfig={"PageSize": 5})
    equal([page["Count"] for page in scan], [5, 4])
    names = client("dynamodb").get_paginator("list_tables").paginate(PaginationConfig={"PageSize": 1}).search("TableNames[]")
    assert table.name in list(names)


@check("DynamoDB › batch_get_item of the resource, and its refusals")
def _():
    table = make_table()
    table.put_item(Item={"pk": "a", "sk": 1})
    keys = [{"pk": "a", "sk": 1}, {"pk": "a", "sk": 2}]
    found = resource("dynamodb").batch_get_item(RequestItems={table.name: {"Keys": keys}})
    equal((found["Responses"], found["UnprocessedKeys"]), ({table.name: [{"pk": "a", "sk": 1}]}, {}))
    refused("ValidationException", 400, resource("dynamodb").batch_get_item, RequestItems={table.name: {"Keys": [keys[0], keys[0]]}})
    refused("ResourceNotFoundException", 400, resource("dynamodb").batch_get_item, RequestItems={unique("absent"): {"Keys": keys}})


@check("DynamoDB › transactions › tell the reasons of each member")
def _():
    table = make_table()
    dynamodb = client("dynamodb")
    table.put_item(Item={"pk": "a", "sk": 1})
    put = {"TableName": table.name, "Item": {"pk": {"S": "a"}, "sk": {"N": "1"}}, "ConditionExpression": "attribute_not_exists(pk)"}
    other = {"TableName": table.name, "Item": {"pk": {"S": "b"}, "sk": {"N": "1"}}}
    try:
        dynamodb.transact_write_items(TransactItems=[{"Put": other}, {"Put": put}])
        raise AssertionError("the call was answered")
    except dynamodb.exceptions.TransactionCanceledException as error:
        equal([reason["Code"] for reason in error.response["CancellationReasons"]], ["None", "ConditionalCheckFailed"])
    equal("Item" in table.get_item(Key={"pk": "b", "sk": 1}), False)


@check("DynamoDB › errors › missing tables, wrong keys, empty names")
def _():
    dynamodb = client("dynamodb")
    table = make_table()
    refused("ResourceNotFoundException", 400, dynamodb.describe_table, TableName=unique("absent"))
    refused("ResourceInUseException", 400, make_again, table)
    refused("ValidationException", 400, table.get_item, Key={"pk": "a"})
    refused("ValidationException", 400, table.put_item, Item={"pk": 1, "sk": 1})
    refused("ValidationException", 400, table.update_item, Key={"pk": "a", "sk": 1}, UpdateExpression="SET")
    refused("ValidationException", 400, table.scan, FilterExpression="size = :a", ExpressionAttributeValues={":a": 1})


def make_again(table):
    return resource("dynamodb").create_table(
        TableName=table.name,
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )


@check("DynamoDB › streams › records of a table are read by a second client")
def _():
    table = make_table(StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"})
    table.put_item(Item={"pk": "a", "sk": 1})
    table.delete_item(Key={"pk": "a", "sk": 1})
    table.reload()
    streams = client("dynamodbstreams")
    shard = streams.describe_stream(StreamArn=table.latest_stream_arn)["StreamDescription"]["Shards"][0]["ShardId"]
    iterator = streams.get_shard_iterator(StreamArn=table.latest_stream_arn, ShardId=shard, ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
    equal([record["eventName"] for record in streams.get_records(ShardIterator=iterator)["Records"]], ["INSERT", "REMOVE"])
