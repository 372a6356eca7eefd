"""SQS by its resource API: queues, messages, batches, dead letters."""

import json

from check import check, client, equal, refused, resource, unique


def make_queue(**attributes):
    suffix = ".fifo" if attributes.get("FifoQueue") == "true" else ""
    return resource("sqs").create_queue(QueueName=unique("queue") + suffix, Attributes=attributes)


@check("SQS › resource › sends, receives and deletes a message with attributes")
def _():
    queue = make_queue()
    attributes = {"kind": {"StringValue": "order", "DataType": "String"}, "raw": {"BinaryValue": b"\0\1", "DataType": "Binary"}}
    sent = queue.send_message(MessageBody="héllo", MessageAttributes=attributes)
    [message] = queue.receive_messages(MessageAttributeNames=["All"], AttributeNames=["All"], MaxNumberOfMessages=10)
    equal((message.body, message.message_id, message.md5_of_body), ("héllo", sent["MessageId"], sent["MD5OfMessageBody"]))
    equal(message.message_attributes, attributes)
    equal(message.attributes["ApproximateReceiveCount"], "1")
    message.change_visibility(VisibilityTimeout=0)
    [again] = queue.receive_messages(AttributeNames=["ApproximateReceiveCount"], WaitTimeSeconds=1)
    equal(again.attributes, {"ApproximateReceiveCount": "2"})
    again.delete()
    queue.load()
    equal(queue.attributes["ApproximateNumberOfMessages"], "0")


@check("SQS › resource › finds queues by name and by prefix")
def _():
    queue = make_queue()
    name = queue.attributes["QueueArn"].rsplit(":", 1)[1]
    equal(resource("sqs").get_queue_by_name(QueueName=name).url, queue.url)
    equal([each.url for each in resource("sqs").queues.filter(QueueNamePrefix=name)], [queue.url])


@check("SQS › resource › batches tell each member's fate")
def _():
    queue = make_queue()
    sent = queue.send_messages(Entries=[{"Id": "a", "MessageBody": "1"}, {"Id": "b", "MessageBody": "\u0000"}])
    equal(([each["Id"] for each in sent["Successful"]], [(each["Id"], each["Code"]) for each in sent["Failed"]]), (["a"], [("b", "InvalidMessageContents")]))
    [message] = queue.receive_messages()
    entries = [{"Id": "x", "ReceiptHandle": message.receipt_handle}, {"Id": "y", "ReceiptHandle": "wrong"}]
    deleted = queue.delete_messages(Entries=entries)
    equal(([each["Id"] for each in deleted["Successful"]], [each["Code"] for each in deleted["Failed"]]), (["x"], ["ReceiptHandleIsInvalid"]))


@check("SQS › FIFO › order and deduplication in a group")
def _():
    queue = make_queue(FifoQueue="true", ContentBasedDeduplication="true")
    for body in ("1", "2", "2", "3"):
        queue.send_message(MessageBody=body, MessageGroupId="g")
    equal([message.body for message in queue.receive_messages(MaxNumberOfMessages=10)], ["1", "2", "3"])
    refused("MissingParameter", 400, queue.send_message, MessageBody="x")


@check("SQS › dead letters › move after the last receive")
def _():
    dead = make_queue()
    policy = {"deadLetterTargetArn": dead.attributes["QueueArn"], "maxReceiveCount": 1}
    queue = make_queue(RedrivePolicy=json.dumps(policy), VisibilityTimeout="0")
    queue.send_message(MessageBody="bad")
    equal(len(queue.receive_messages(VisibilityTimeout=0)), 1)
    equal(queue.receive_messages(), [])
    equal([message.body for message in dead.receive_messages()], ["bad"])
    equal([each.url for each in dead.dead_letter_source_queues.all()], [queue.url])


@check("SQS › paginator › ListQueues")
def _():
    prefix = unique("paged")
    for number in range(3):
        client("sqs").create_queue(QueueName=f"{prefix}-{number}")
    pages = client("sqs").get_paginator("list_queues").paginate(QueueNamePrefix=prefix, PaginationConfig={"PageSize": 2})
    equal([len(page["QueueUrls"]) for page in pages], [2, 1])


@check("SQS › errors › legacy codes of the query protocol, by JSON")
def _():
    sqs = client("sqs")
    message = refused("AWS.SimpleQueueService.NonExistentQueue", 400, sqs.get_queue_url, QueueName=unique("absent"))
    equal(message, "The specified queue does not exist.")
    refused("InvalidAttributeName", 400, sqs.create_queue, QueueName=unique("queue"), Attributes={"Nothing": "1"})
    refused("InvalidAttributeValue", 400, sqs.create_queue, QueueName=unique("queue"), Attributes={"VisibilityTimeout": "-1"})
    refused("InvalidParameterValue", 400, sqs.create_queue, QueueName="no spaces")
    refused("AWS.SimpleQueueService.EmptyBatchRequest", 400, sqs.send_message_batch, QueueUrl=make_queue().url, Entries=[])
    try:
        sqs.get_queue_url(QueueName=unique("absent"))
        raise AssertionError("the call was answered")
    except sqs.exceptions.QueueDoesNotExist:
        pass


@check("SQS › errors › an existing queue of other attributes, and receipts of nothing")
def _():
    queue = make_queue(VisibilityTimeout="5")
    name = queue.url.rsplit("/", 1)[1]
    equal(client("sqs").create_queue(QueueName=name, Attributes={"VisibilityTimeout": "5"})["QueueUrl"], queue.url)
    refused("QueueAlreadyExists", 400, client("sqs").create_queue, QueueName=name, Attributes={"VisibilityTimeout": "6"})
    refused("ReceiptHandleIsInvalid", 404, client("sqs").delete_message, QueueUrl=queue.url, ReceiptHandle="wrong")
    refused("InvalidParameterValue", 400, client("sqs").receive_message, QueueUrl=queue.url, MaxNumberOfMessages=11)
