"""What is asked of each emulator, through boto3 and plain requests."""

import subprocess
import time
import urllib.error
import urllib.request

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

BUCKET, STREAM, QUEUE, TABLE = "cinema-films", "cinema-plays", "cinema-orders", "cinema-seats"

# A read-only operation of each service that the embedded cloud has a row for in its README.
READS = {
    "iam": "list_roles", "kms": "list_keys", "logs": "describe_log_groups", "kinesis": "list_streams",
    "sqs": "list_queues", "s3": "list_buckets", "glue": "get_databases", "firehose": "list_delivery_streams",
    "athena": "list_work_groups", "redshift-data": "list_statements", "dynamodb": "list_tables",
    "lambda": "list_functions", "apigatewayv2": "get_apis", "secretsmanager": "list_secrets",
    "scheduler": "list_schedules", "sns": "list_topics", "cloudwatch": "list_metrics",
    "cloudformation": "describe_stacks", "sts": "get_caller_identity", "service-quotas": "list_service_quotas",
    "ec2": "describe_availability_zones",
}

# Name, service of the signature, path, headers and body, and what the answer's content type contains.
QUERY = {"Content-Type": "application/x-www-form-urlencoded"}
PROTOCOLS = [
    ("JSON (SQS)", "sqs", "/", {"X-Amz-Target": "AmazonSQS.ListQueues", "Content-Type": "application/x-amz-json-1.0"}, b"{}", "json"),
    ("Query (SQS)", "sqs", "/", QUERY, b"Action=ListQueues&Version=2012-11-05", "xml"),
    ("Query (CloudWatch)", "monitoring", "/", QUERY, b"Action=ListMetrics&Version=2010-08-01", "xml"),
    ("JSON (CloudWatch)", "monitoring", "/", {"X-Amz-Target": "GraniteServiceVersion20100801.ListMetrics", "Content-Type": "application/x-amz-json-1.0"}, b"{}", "json"),
    ("RPC v2 CBOR (CloudWatch)", "monitoring", "/service/GraniteServiceVersion20100801/operation/ListMetrics", {"smithy-protocol": "rpc-v2-cbor", "Content-Type": "application/cbor", "Accept": "application/cbor"}, b"\xa0", "cbor"),
    ("CBOR (Kinesis)", "kinesis", "/", {"X-Amz-Target": "Kinesis_20131202.ListStreams", "Content-Type": "application/x-amz-cbor-1.1"}, b"\xa0", "cbor"),
]


def client(target, service, key="any", secret="any", **options):
    config = Config(retries={"total_max_attempts": 1}, read_timeout=60, s3={"addressing_style": "path"}, **options)
    return boto3.client(
        service, endpoint_url=target.endpoint, region_name="us-east-1",
        aws_access_key_id=key, aws_secret_access_key=secret, config=config,
    )


def services(target):
    """The services whose read-only operation is answered."""
    answered = []
    for service, operation in READS.items():
        parameters = {"ServiceCode": "lambda"} if service == "service-quotas" else {}
        try:
            getattr(client(target, service), operation)(**parameters)
            answered.append(service)
        except Exception:  # any other answer counts as none
            pass
    return answered


def protocols(target):
    """The names of the protocols that are answered, each in the protocol of the request."""
    found = []
    for name, service, path, headers, body, expected in PROTOCOLS:
        scope = f"Credential=any/20260101/us-east-1/{service}/aws4_request"
        signed = {"Authorization": f"AWS4-HMAC-SHA256 {scope}, SignedHeaders=host, Signature=0", **headers}
        try:
            answer = urllib.request.urlopen(urllib.request.Request(target.endpoint + path, body, signed), timeout=30)
            if expected in (answer.headers["Content-Type"] or ""):
                found.append(name)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            pass
    h2 = ["curl", "-s", "-o", "/dev/null", "-w", "%{http_version}", "--http2-prior-knowledge", target.endpoint + "/"]
    if subprocess.run(h2, capture_output=True, text=True).stdout == "2":
        found.append("HTTP/2 without TLS")
    return found


def create(target):
    """Creates the resources that the embedded cloud has from its template; returns those that could not be created."""
    if target.name == "embedded-cloud":
        return set()
    missing = set()
    seats = {"AttributeDefinitions": [{"AttributeName": "hall", "AttributeType": "S"}, {"AttributeName": "seat", "AttributeType": "N"}]}
    keys = [{"AttributeName": "hall", "KeyType": "HASH"}, {"AttributeName": "seat", "KeyType": "RANGE"}]
    calls = {
        "s3": lambda api: api.create_bucket(Bucket=BUCKET),
        "sqs": lambda api: api.create_queue(QueueName=QUEUE),
        "kinesis": lambda api: api.create_stream(StreamName=STREAM, ShardCount=3),
        "dynamodb": lambda api: api.create_table(TableName=TABLE, KeySchema=keys, BillingMode="PAY_PER_REQUEST", **seats),
    }
    for service, call in calls.items():
        try:
            call(client(target, service))
        except Exception:
            missing.add(service)
    return missing


def workload(target, missing):
    """500 objects of 10 KB, 1,000 messages, 500 items and 1,000 records; returns the seconds."""
    began = time.monotonic()
    if "s3" not in missing:
        s3 = client(target, "s3")
        for number in range(500):
            s3.put_object(Bucket=BUCKET, Key=f"load/{number}", Body=b"x" * 10_000)
            s3.get_object(Bucket=BUCKET, Key=f"load/{number}")["Body"].read()
    if "sqs" not in missing:
        sqs = client(target, "sqs")
        url = sqs.get_queue_url(QueueName=QUEUE)["QueueUrl"]
        for _ in range(100):
            sqs.send_message_batch(QueueUrl=url, Entries=[{"Id": str(one), "MessageBody": "x" * 500} for one in range(10)])
    if "dynamodb" not in missing:
        dynamodb = client(target, "dynamodb")
        for seat in range(0, 500, 25):
            puts = [{"PutRequest": {"Item": {"hall": {"S": "a"}, "seat": {"N": str(seat + one)}}}} for one in range(25)]
            dynamodb.batch_write_item(RequestItems={TABLE: puts})
    if "kinesis" not in missing:
        kinesis = client(target, "kinesis")
        for _ in range(10):
            kinesis.put_records(StreamName=STREAM, Records=[{"Data": b"x" * 500, "PartitionKey": str(one)} for one in range(100)])
    return time.monotonic() - began


def kept(target):
    """What of the workload is there after a restart."""
    found = []
    for name, check in {
        "S3": lambda: client(target, "s3").get_object(Bucket=BUCKET, Key="load/7")["ContentLength"] == 10_000,
        "SQS": lambda: "Messages" in client(target, "sqs").receive_message(QueueUrl=client(target, "sqs").get_queue_url(QueueName=QUEUE)["QueueUrl"]),
        "DynamoDB": lambda: client(target, "dynamodb").scan(TableName=TABLE, Select="COUNT")["Count"] == 500,
        "Kinesis": lambda: has_records(client(target, "kinesis")),
    }.items():
        try:
            if check():
                found.append(name)
        except Exception:
            pass
    return found


def has_records(kinesis):
    for shard in kinesis.list_shards(StreamName=STREAM)["Shards"]:
        where = {"StreamName": STREAM, "ShardId": shard["ShardId"], "ShardIteratorType": "TRIM_HORIZON"}
        iterator = kinesis.get_shard_iterator(**where)["ShardIterator"]
        if kinesis.get_records(ShardIterator=iterator)["Records"]:
            return True
    return False


def runs_sql(target):
    """Whether Athena computes the result of a query."""
    try:
        athena = client(target, "athena")
        query = {"QueryString": "SELECT 40 + 2", "ResultConfiguration": {"OutputLocation": f"s3://{BUCKET}/results/"}}
        run = athena.start_query_execution(**query)["QueryExecutionId"]
        for _ in range(50):
            if athena.get_query_execution(QueryExecutionId=run)["QueryExecution"]["Status"]["State"] in ("SUCCEEDED", "FAILED"):
                break
            time.sleep(0.1)
        rows = athena.get_query_results(QueryExecutionId=run)["ResultSet"]["Rows"]
        return rows[-1]["Data"][0].get("VarCharValue") == "42"
    except Exception:
        return False


def refuses_user(target):
    """Whether a user without any permission is refused a call; None if users cannot be created by calls."""
    try:
        iam = client(target, "iam")
        iam.create_user(UserName="nobody")
        key = iam.create_access_key(UserName="nobody")["AccessKey"]
    except Exception:
        return None
    try:
        client(target, "sqs", key["AccessKeyId"], key["SecretAccessKey"]).list_queues()
        return False
    except ClientError as error:
        return error.response["ResponseMetadata"]["HTTPStatusCode"] == 403
