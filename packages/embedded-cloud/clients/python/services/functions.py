"""Lambda, its log group in CloudWatch Logs, and the Scheduler."""

import json
import os
import time

import boto3
from checks import equal, refused, until


def run(boto):
    client, name = boto3.client("lambda"), os.environ["FUNCTION_NAME"]
    with boto.check("lambda:Invoke"):
        answer = client.invoke(FunctionName=name, Payload=json.dumps({"name": "Ada"}))
        equal(json.load(answer["Payload"]), {"greeting": "Hello Ada"})
        failed = client.invoke(FunctionName=name, Payload="{}")
        equal((failed["FunctionError"], json.load(failed["Payload"])["errorType"]), ("Unhandled", "TypeError"))
        with refused("ResourceNotFoundException", client.exceptions.ResourceNotFoundException):
            client.invoke(FunctionName="nowhere", Payload="{}")
        equal(client.invoke(FunctionName=name, InvocationType="Event", Payload='{"name":"Eve"}')["StatusCode"], 202)
    with boto.check("lambda:ListFunctions", "lambda:GetFunction"):
        equal([one["FunctionName"] for one in client.list_functions()["Functions"]], [name])
        equal(client.get_function(FunctionName=name)["Configuration"]["Timeout"], 10)
    with boto.check("lambda:ListEventSourceMappings", "lambda:GetAccountSettings"):
        equal(client.list_event_source_mappings(FunctionName=name)["EventSourceMappings"], [])
        equal(client.get_account_settings()["AccountLimit"]["ConcurrentExecutions"] >= 10, True)
    log(boto, boto3.client("logs"), os.environ["LOG_GROUP"])
    scheduler, schedule = boto3.client("scheduler"), os.environ["SCHEDULE_NAME"]
    with boto.check("scheduler:GetSchedule", "scheduler:ListSchedules"):
        equal(scheduler.get_schedule(Name=schedule)["ScheduleExpression"], "rate(1 day)")
        equal([one["Name"] for one in scheduler.list_schedules()["Schedules"]], [schedule])
        with refused("ResourceNotFoundException", scheduler.exceptions.ResourceNotFoundException):
            scheduler.get_schedule(Name="nowhere")


def log(boto, logs, group):
    greeted = lambda: logs.filter_log_events(logGroupName=group, filterPattern='{ $.greeted = "Ada" }')["events"]
    with boto.check("logs:FilterLogEvents"):
        event = until(greeted)[0]
        equal(json.loads(event["message"])["level"], "INFO")
        with refused("ResourceNotFoundException", logs.exceptions.ResourceNotFoundException):
            logs.filter_log_events(logGroupName="nowhere")
    with boto.check("logs:DescribeLogGroups", "logs:DescribeLogStreams", "logs:GetLogEvents"):
        equal([one["logGroupName"] for one in logs.describe_log_groups()["logGroups"]], [group])
        streams = [one["logStreamName"] for one in logs.describe_log_streams(logGroupName=group)["logStreams"]]
        equal(event["logStreamName"] in streams, True)
        answer = logs.get_log_events(logGroupName=group, logStreamName=event["logStreamName"], startFromHead=True)
        equal(any("REPORT RequestId" in one["message"] for one in answer["events"]), True)
    with boto.check("logs:StartQuery", "logs:GetQueryResults"):
        now = int(time.time())
        query = logs.start_query(
            logGroupName=group,
            startTime=now - 600,
            endTime=now + 60,
            queryString='filter greeted = "Ada" | stats count(*) as times by level',
        )
        complete = lambda: logs.get_query_results(queryId=query["queryId"])["status"] == "Complete"
        until(complete)
        results = logs.get_query_results(queryId=query["queryId"])["results"]
        equal([{one["field"]: one["value"] for one in row} for row in results], [{"level": "INFO", "times": "1"}])
    with boto.check("logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents", "logs:PutRetentionPolicy"):
        logs.create_log_group(logGroupName="made")
        logs.create_log_stream(logGroupName="made", logStreamName="one")
        now = int(time.time() * 1000)
        logs.put_log_events(logGroupName="made", logStreamName="one", logEvents=[{"timestamp": now, "message": "hello"}])
        logs.put_retention_policy(logGroupName="made", retentionInDays=3)
        equal(logs.describe_log_groups(logGroupNamePrefix="made")["logGroups"][0]["retentionInDays"], 3)
        events = logs.get_log_events(logGroupName="made", logStreamName="one", startFromHead=True)["events"]
        equal([(one["timestamp"], one["message"]) for one in events], [(now, "hello")])
    with boto.check("logs:DeleteLogStream", "logs:DeleteRetentionPolicy", "logs:DeleteLogGroup"):
        logs.delete_log_stream(logGroupName="made", logStreamName="one")
        equal(logs.describe_log_streams(logGroupName="made")["logStreams"], [])
        logs.delete_retention_policy(logGroupName="made")
        equal("retentionInDays" in logs.describe_log_groups(logGroupNamePrefix="made")["logGroups"][0], False)
        logs.delete_log_group(logGroupName="made")
        equal(logs.describe_log_groups(logGroupNamePrefix="made")["logGroups"], [])
