"""Calls the services with the AWS CLI 2.9: Query and XML for SQS and CloudWatch, and the commands of `aws logs`."""

import base64
import os
import sys
import tempfile
from datetime import datetime, timedelta, timezone

import aws as cli
from aws import aws, check, equal, follow, text, until

ENV = os.environ
STREAM, QUEUE, TABLE, GROUP = (ENV[name] for name in ("STREAM", "QUEUE_URL", "DYNAMO_TABLE", "LOG_GROUP"))


def kinesis():
    data = base64.b64encode(b"hello").decode()
    put = aws("kinesis", "put-record", "--stream-name", STREAM, "--partition-key", "k", "--data", data)
    start = ("--shard-id", put["ShardId"], "--shard-iterator-type", "TRIM_HORIZON")
    iterator = aws("kinesis", "get-shard-iterator", "--stream-name", STREAM, *start)["ShardIterator"]
    records = aws("kinesis", "get-records", "--shard-iterator", iterator)["Records"]
    equal([(one["SequenceNumber"], one["Data"]) for one in records], [(put["SequenceNumber"], data)])


def streams():
    equal(len(aws("kinesis", "list-shards", "--stream-name", STREAM)["Shards"]), 3)
    summary = aws("kinesis", "describe-stream-summary", "--stream-name", STREAM)["StreamDescriptionSummary"]
    equal(summary["StreamStatus"], "ACTIVE")
    error = text("kinesis", "describe-stream-summary", "--stream-name", "nowhere", code=254)
    equal("(ResourceNotFoundException) when calling the DescribeStreamSummary operation" in error, True)


def sqs():
    kind = '{"kind":{"DataType":"String","StringValue":"greeting"}}'
    body = ("--message-body", "hello <&> ü", "--message-attributes", kind)
    sent = aws("sqs", "send-message", "--queue-url", QUEUE, *body)
    wait = ("--wait-time-seconds", "5", "--message-attribute-names", "All")
    message = aws("sqs", "receive-message", "--queue-url", QUEUE, *wait)["Messages"][0]
    equal((message["MessageId"], message["Body"]), (sent["MessageId"], "hello <&> ü"))
    equal(message["MessageAttributes"]["kind"]["StringValue"], "greeting")
    text("sqs", "delete-message", "--queue-url", QUEUE, "--receipt-handle", message["ReceiptHandle"])


def queues():
    equal(aws("sqs", "get-queue-url", "--queue-name", "cinema-orders")["QueueUrl"], QUEUE)
    attributes = aws("sqs", "get-queue-attributes", "--queue-url", QUEUE, "--attribute-names", "VisibilityTimeout")
    equal(attributes["Attributes"], {"VisibilityTimeout": "30"})
    error = text("sqs", "get-queue-url", "--queue-name", "nowhere", code=254)
    equal("(AWS.SimpleQueueService.NonExistentQueue)" in error, True)


def cloudwatch():
    at = datetime.now(timezone.utc).replace(second=0, microsecond=0) - timedelta(minutes=2)
    datum = f"MetricName=Tickets,Value=2.5,Timestamp={at.isoformat()},Unit=Count"
    text("cloudwatch", "put-metric-data", "--namespace", "Cli", "--metric-data", datum, datum)
    during = ("--start-time", (at - timedelta(minutes=1)).isoformat(), "--end-time", (at + timedelta(minutes=1)).isoformat())
    metric = ("--namespace", "Cli", "--metric-name", "Tickets", "--period", "60", "--statistics", "Sum")
    points = aws("cloudwatch", "get-metric-statistics", *metric, *during)["Datapoints"]
    equal([one["Sum"] for one in points], [5.0])
    equal([one["MetricName"] for one in aws("cloudwatch", "list-metrics", "--namespace", "Cli")["Metrics"]], ["Tickets"])


def alarms():
    alarm = ("--alarm-name", ENV["ALARM_NAME"])
    text("cloudwatch", "set-alarm-state", *alarm, "--state-value", "ALARM", "--state-reason", "a test")
    described = aws("cloudwatch", "describe-alarms", "--alarm-names", ENV["ALARM_NAME"])["MetricAlarms"]
    equal([(one["StateValue"], one["StateReason"]) for one in described], [("ALARM", "a test")])
    nowhere = ("--alarm-name", "nowhere", "--state-value", "OK", "--state-reason", "a test")
    equal("(ResourceNotFound)" in text("cloudwatch", "set-alarm-state", *nowhere, code=254), True)


def accounts():
    equal(aws("sts", "get-caller-identity")["Account"], "000000000000")
    sent = aws("sns", "publish", "--topic-arn", ENV["TOPIC_ARN"], "--message", "Alien is back")
    equal(len(sent["MessageId"]), 36)
    stack = aws("cloudformation", "describe-stacks", "--stack-name", ENV["STACK_NAME"])["Stacks"][0]
    equal("cinema-plays" in [one["OutputValue"] for one in stack["Outputs"]], True)


def s3():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "film.txt")
        with open(path, "w", encoding="utf-8") as file:
            file.write("Alien")
        target = f"s3://{ENV['FILMS_BUCKET']}/cli/film 1.txt"
        text("s3", "cp", path, target, "--no-progress")
        equal(text("s3", "ls", target).split()[2:], ["5", "film", "1.txt"])
        equal(text("s3", "cp", target, "-"), "Alien")
        text("s3", "rm", target)
        error = text("s3", "cp", target, path, code=1)
        equal("(404) when calling the HeadObject operation" in error, True)


def dynamodb():
    key = '{"hall":{"S":"C"},"seat":{"N":"1"}}'
    text("dynamodb", "put-item", "--table-name", TABLE, "--item", key)
    equal(aws("dynamodb", "get-item", "--table-name", TABLE, "--key", key)["Item"]["seat"], {"N": "1"})
    values = ("--expression-attribute-values", '{":hall":{"S":"C"}}')
    query = aws("dynamodb", "query", "--table-name", TABLE, "--key-condition-expression", "hall = :hall", *values)
    equal(query["Count"], 1)


def athena():
    sql = "SELECT film, count(*) FROM tickets GROUP BY 1 ORDER BY 1"
    place = ("--work-group", ENV["WORKGROUP"], "--query-execution-context", f"Database={ENV['DATABASE']}")
    query = aws("athena", "start-query-execution", "--query-string", sql, *place)["QueryExecutionId"]
    execution = lambda: aws("athena", "get-query-execution", "--query-execution-id", query)["QueryExecution"]
    until(lambda: execution()["Status"]["State"] == "SUCCEEDED")
    rows = aws("athena", "get-query-results", "--query-execution-id", query)["ResultSet"]["Rows"]
    equal([row["Data"][1]["VarCharValue"] for row in rows[1:]], ["20", "20", "20"])


def greet():
    with tempfile.NamedTemporaryFile() as answer:
        payload = base64.b64encode(b'{"name":"Ada"}').decode()
        called = aws("lambda", "invoke", "--function-name", ENV["FUNCTION_NAME"], "--payload", payload, answer.name)
        equal((called["StatusCode"], answer.read()), (200, b'{"greeting":"Hello Ada"}'))


def log_events():
    found = lambda: aws("logs", "filter-log-events", "--log-group-name", GROUP, "--filter-pattern", "Ada")["events"]
    event = until(found)[0]
    groups = aws("logs", "describe-log-groups", "--log-group-name-prefix", "/aws/lambda/")["logGroups"]
    equal([one["logGroupName"] for one in groups], [GROUP])
    stream = ("--log-stream-name", event["logStreamName"], "--start-from-head")
    events = aws("logs", "get-log-events", "--log-group-name", GROUP, *stream)["events"]
    equal(event["message"] in [one["message"] for one in events], True)
    error = text("logs", "filter-log-events", "--log-group-name", "nowhere", code=254)
    equal("(ResourceNotFoundException)" in error, True)


def tail():
    lines = text("logs", "tail", GROUP, "--since", "10m", "--format", "short").splitlines()
    equal(sum("REPORT RequestId" in line for line in lines), 1)
    line = text("logs", "tail", GROUP, "--since", "10m", "--filter-pattern", '{ $.greeted = "Ada" }')
    equal('"greeted":"Ada"' in line, True)
    line = follow("REPORT", "logs", "tail", GROUP, "--since", "10m", "--follow", "--format", "short")
    equal("Billed Duration" in line, True)


check("kinesis:PutRecord, kinesis:GetShardIterator, kinesis:GetRecords", kinesis)
check("kinesis:ListShards, kinesis:DescribeStreamSummary", streams)
check("sqs:SendMessage, sqs:ReceiveMessage, sqs:DeleteMessage", sqs)
check("sqs:GetQueueUrl, sqs:GetQueueAttributes", queues)
check("monitoring:PutMetricData, monitoring:GetMetricStatistics, monitoring:ListMetrics", cloudwatch)
check("monitoring:SetAlarmState, monitoring:DescribeAlarms", alarms)
check("sts:GetCallerIdentity, sns:Publish, cloudformation:DescribeStacks", accounts)
check("s3:PutObject, s3:ListObjectsV2, s3:GetObject, s3:DeleteObject, s3:HeadObject", s3)
check("dynamodb:PutItem, dynamodb:GetItem, dynamodb:Query", dynamodb)
check("athena:StartQueryExecution, athena:GetQueryExecution, athena:GetQueryResults", athena)
check("lambda:Invoke", greet)
check("logs:FilterLogEvents, logs:DescribeLogGroups, logs:GetLogEvents", log_events)
check("prints the log of a function with aws logs tail, once and with --follow", tail)
sys.exit(1 if cli.failed else 0)
