"""SQS: messages, batches, attributes and queues."""

import os

import boto3
from checks import equal, refused


def run(boto):
    sqs = boto3.client("sqs")
    queue = os.environ["QUEUE_URL"]
    with boto.check("sqs:GetQueueUrl", "sqs:ListQueues"):
        equal(sqs.get_queue_url(QueueName="cinema-orders")["QueueUrl"], queue)
        equal(sqs.list_queues(QueueNamePrefix="cinema-")["QueueUrls"], [queue])
        with refused("AWS.SimpleQueueService.NonExistentQueue", sqs.exceptions.QueueDoesNotExist):
            sqs.get_queue_url(QueueName="nowhere")
    with boto.check("sqs:SendMessage"):
        kind = {"kind": {"DataType": "String", "StringValue": "greeting"}}
        sent = sqs.send_message(QueueUrl=queue, MessageBody="hello", MessageAttributes=kind)
        equal(sent["MD5OfMessageBody"], "5d41402abc4b2a76b9719d911017c592")
    with boto.check("sqs:ReceiveMessage"):
        message = sqs.receive_message(QueueUrl=queue, MessageAttributeNames=["All"], WaitTimeSeconds=5)["Messages"][0]
        equal((message["Body"], message["MessageAttributes"]), ("hello", kind))
    with boto.check("sqs:ChangeMessageVisibility"):
        sqs.change_message_visibility(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0)
        again = sqs.receive_message(QueueUrl=queue, WaitTimeSeconds=5)["Messages"][0]
        equal(again["MessageId"], message["MessageId"])
    with boto.check("sqs:DeleteMessage"):
        sqs.delete_message(QueueUrl=queue, ReceiptHandle=again["ReceiptHandle"])
        equal(attribute(sqs, queue, "ApproximateNumberOfMessagesNotVisible"), "0")
        with refused("ReceiptHandleIsInvalid", sqs.exceptions.ReceiptHandleIsInvalid):
            sqs.delete_message(QueueUrl=queue, ReceiptHandle="forged")
    with boto.check("sqs:SendMessageBatch", "sqs:GetQueueAttributes"):
        entries = [{"Id": str(number), "MessageBody": f"message {number}"} for number in range(4)]
        answer = sqs.send_message_batch(QueueUrl=queue, Entries=entries)
        equal(len(answer["Successful"]), 4)
        equal(attribute(sqs, queue, "ApproximateNumberOfMessages"), "4")
        with refused("AWS.SimpleQueueService.BatchEntryIdsNotDistinct"):
            sqs.send_message_batch(QueueUrl=queue, Entries=[entries[0], entries[0]])
    with boto.check("sqs:ChangeMessageVisibilityBatch", "sqs:DeleteMessageBatch"):
        received = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10, WaitTimeSeconds=5)["Messages"]
        handles = [{"Id": str(index), "ReceiptHandle": one["ReceiptHandle"]} for index, one in enumerate(received)]
        changes = [{**handle, "VisibilityTimeout": 60} for handle in handles]
        changed = sqs.change_message_visibility_batch(QueueUrl=queue, Entries=changes)
        equal(len(changed["Successful"]), len(received))
        equal(len(sqs.delete_message_batch(QueueUrl=queue, Entries=handles)["Successful"]), len(received))
    with boto.check("sqs:SetQueueAttributes"):
        sqs.set_queue_attributes(QueueUrl=queue, Attributes={"VisibilityTimeout": "45"})
        equal(attribute(sqs, queue, "VisibilityTimeout"), "45")
    with boto.check("sqs:PurgeQueue"):
        sqs.send_message(QueueUrl=queue, MessageBody="dropped")
        sqs.purge_queue(QueueUrl=queue)
        equal(attribute(sqs, queue, "ApproximateNumberOfMessages"), "0")


def attribute(sqs, queue, name):
    return sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=[name])["Attributes"][name]
