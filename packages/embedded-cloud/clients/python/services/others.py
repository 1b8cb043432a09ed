"""CloudWatch, Firehose, Secrets Manager, Redshift Data, SNS, STS, CloudFormation, Service Quotas and EC2."""

import json
import os
from datetime import datetime, timedelta, timezone

import boto3
from checks import equal, refused, until


def run(boto):
    for part in (cloudwatch, firehose, secrets, redshift, small):
        part(boto)


def cloudwatch(boto):
    client = boto3.client("cloudwatch")
    at = datetime.now(timezone.utc).replace(second=0, microsecond=0) - timedelta(minutes=2)
    during = {"StartTime": at - timedelta(minutes=1), "EndTime": at + timedelta(minutes=1)}
    with boto.check("monitoring:PutMetricData"):
        data = [{"MetricName": "Tickets", "Value": value, "Timestamp": at, "Unit": "Count"} for value in (2.5, 4)]
        client.put_metric_data(Namespace="Boto", MetricData=data)
        with refused("InvalidParameterValue", client.exceptions.InvalidParameterValueException):
            client.put_metric_data(Namespace="AWS/Boto", MetricData=data)
    with boto.check("monitoring:GetMetricData"):
        metric = {"Namespace": "Boto", "MetricName": "Tickets"}
        stat = {"Id": "sum", "MetricStat": {"Metric": metric, "Period": 60, "Stat": "Sum"}, "ReturnData": False}
        double = {"Id": "double", "Expression": "sum * 2"}
        answer = client.get_metric_data(MetricDataQueries=[stat, double], **during)
        equal([(one["Id"], one["Values"]) for one in answer["MetricDataResults"]], [("double", [13.0])])
    with boto.check("monitoring:GetMetricStatistics"):
        points = client.get_metric_statistics(**metric, Period=60, Statistics=["Maximum"], **during)["Datapoints"]
        equal([(one["Timestamp"], one["Maximum"]) for one in points], [(at, 4.0)])
    with boto.check("monitoring:ListMetrics"):
        equal([one["MetricName"] for one in client.list_metrics(Namespace="Boto")["Metrics"]], ["Tickets"])
    alarm = os.environ["ALARM_NAME"]
    with boto.check("monitoring:DescribeAlarms", "monitoring:SetAlarmState", "monitoring:DescribeAlarmHistory"):
        client.set_alarm_state(AlarmName=alarm, StateValue="ALARM", StateReason="a test")
        equal(client.describe_alarms(AlarmNames=[alarm])["MetricAlarms"][0]["StateReason"], "a test")
        history = client.describe_alarm_history(AlarmName=alarm, HistoryItemType="StateUpdate")["AlarmHistoryItems"]
        equal(len(history) > 0, True)
    with boto.check("monitoring:ListDashboards", "monitoring:GetDashboard"):
        equal(client.list_dashboards()["DashboardEntries"], [])
        with refused("ResourceNotFound"):
            client.get_dashboard(DashboardName="nowhere")


def firehose(boto):
    client, s3 = boto3.client("firehose"), boto3.client("s3")
    stream, bucket = os.environ["DELIVERY_STREAM"], os.environ["FILMS_BUCKET"]
    with boto.check("firehose:DescribeDeliveryStream", "firehose:ListDeliveryStreams"):
        described = client.describe_delivery_stream(DeliveryStreamName=stream)["DeliveryStreamDescription"]
        equal(described["DeliveryStreamStatus"], "ACTIVE")
        equal(client.list_delivery_streams()["DeliveryStreamNames"], [stream])
    with boto.check("firehose:PutRecord", "firehose:PutRecordBatch"):
        client.put_record(DeliveryStreamName=stream, Record={"Data": b"first\n"})
        batch = [{"Data": f"record {number}\n".encode()} for number in range(3)]
        equal(client.put_record_batch(DeliveryStreamName=stream, Records=batch)["FailedPutCount"], 0)
        delivered = lambda: s3.list_objects_v2(Bucket=bucket, Prefix="delivered/").get("Contents")
        content = lambda: b"".join(s3.get_object(Bucket=bucket, Key=one["Key"])["Body"].read() for one in delivered() or [])
        until(lambda: content() == b"first\nrecord 0\nrecord 1\nrecord 2\n")
        with refused("ResourceNotFoundException"):
            client.put_record(DeliveryStreamName="nowhere", Record={"Data": b""})


def secrets(boto):
    client, secret = boto3.client("secretsmanager"), os.environ["SECRET_ARN"]
    with boto.check("secretsmanager:GetSecretValue"):
        equal(json.loads(client.get_secret_value(SecretId=secret)["SecretString"]), {"password": "popcorn"})
        with refused("ResourceNotFoundException", client.exceptions.ResourceNotFoundException):
            client.get_secret_value(SecretId="nowhere")
    with boto.check("secretsmanager:PutSecretValue", "secretsmanager:DescribeSecret"):
        version = client.put_secret_value(SecretId=secret, SecretString="changed")["VersionId"]
        equal(client.get_secret_value(SecretId="cinema-password")["SecretString"], "changed")
        equal(client.get_secret_value(SecretId=secret, VersionStage="AWSPREVIOUS")["SecretString"][0], "{")
        equal(client.describe_secret(SecretId=secret)["VersionIdsToStages"][version], ["AWSCURRENT"])
    with boto.check("secretsmanager:ListSecrets", "secretsmanager:GetRandomPassword"):
        equal("cinema-password" in [one["Name"] for one in client.list_secrets()["SecretList"]], True)
        equal(len(client.get_random_password(PasswordLength=20)["RandomPassword"]), 20)


def redshift(boto):
    client = boto3.client("redshift-data")
    place = {"WorkgroupName": os.environ["WAREHOUSE"], "Database": os.environ["WAREHOUSE_DATABASE"]}
    manager = {**place, "SecretArn": os.environ["WAREHOUSE_SECRET"]}

    def finished(answer):
        describe = lambda: client.describe_statement(Id=answer["Id"])
        until(lambda: describe()["Status"] in ("FINISHED", "FAILED"))
        return describe()

    with boto.check("redshift-data:BatchExecuteStatement", "redshift-data:DescribeStatement"):
        sqls = ["CREATE TABLE films (id INTEGER, title VARCHAR(20))", "INSERT INTO films VALUES (1, 'Alien'), (2, NULL)"]
        equal(finished(client.batch_execute_statement(**manager, Sqls=sqls))["Status"], "FINISHED")
        failed = finished(client.execute_statement(**manager, Sql="SELECT * FROM nowhere"))
        equal((failed["Status"], "nowhere" in failed["Error"]), ("FAILED", True))
    with boto.check("redshift-data:ExecuteStatement", "redshift-data:GetStatementResult"):
        sql, parameters = "SELECT id, title FROM films WHERE id >= :id ORDER BY id", [{"name": "id", "value": "1"}]
        query = client.execute_statement(**manager, Sql=sql, Parameters=parameters)
        equal(finished(query)["ResultRows"], 2)
        result = client.get_statement_result(Id=query["Id"])
        rows = [[{"longValue": 1}, {"stringValue": "Alien"}], [{"longValue": 2}, {"isNull": True}]]
        equal((result["TotalNumRows"], result["Records"]), (2, rows))
        equal([column["name"] for column in result["ColumnMetadata"]], ["id", "title"])
    with boto.check("redshift-data:ListStatements", "redshift-data:ListTables"):
        equal(query["Id"] in [one["Id"] for one in client.list_statements(Status="ALL")["Statements"]], True)
        equal("films" in [one["name"] for one in client.list_tables(**manager)["Tables"]], True)
    with boto.check("redshift-data:CancelStatement"):
        with refused("ResourceNotFoundException"):
            client.cancel_statement(Id="00000000-0000-0000-0000-000000000000")


def small(boto):
    sns, topic = boto3.client("sns"), os.environ["TOPIC_ARN"]
    with boto.check("sns:Publish", "sns:ListTopics", "sns:GetTopicAttributes", "sns:ListSubscriptionsByTopic"):
        equal(len(sns.publish(TopicArn=topic, Subject="News", Message="Alien is back")["MessageId"]), 36)
        equal(sns.list_topics()["Topics"], [{"TopicArn": topic}])
        equal(sns.get_topic_attributes(TopicArn=topic)["Attributes"]["TopicArn"], topic)
        equal(sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"], [])
        with refused("NotFound", sns.exceptions.NotFoundException):
            sns.publish(TopicArn=f"{topic}-nowhere", Message="x")
    with boto.check("sts:GetCallerIdentity"):
        equal(boto3.client("sts").get_caller_identity()["Account"], "000000000000")
    formation, stack = boto3.client("cloudformation"), os.environ["STACK_NAME"]
    with boto.check("cloudformation:DescribeStacks", "cloudformation:ListStacks", "cloudformation:ListStackResources"):
        outputs = formation.describe_stacks(StackName=stack)["Stacks"][0]["Outputs"]
        equal([one["OutputValue"] for one in outputs if one["OutputKey"] == "StackName"], [stack])
        equal([one["StackName"] for one in formation.list_stacks()["StackSummaries"]], [stack])
        resources = formation.list_stack_resources(StackName=stack)["StackResourceSummaries"]
        equal([one["PhysicalResourceId"] for one in resources if one["LogicalResourceId"] == "Plays"], ["cinema-plays"])
        with refused("ValidationError"):
            formation.describe_stacks(StackName="nowhere")
    quotas = boto3.client("service-quotas")
    with boto.check("servicequotas:ListServiceQuotas", "servicequotas:GetServiceQuota"):
        listed = quotas.list_service_quotas(ServiceCode="lambda")["Quotas"]
        code = listed[0]["QuotaCode"]
        equal(quotas.get_service_quota(ServiceCode="lambda", QuotaCode=code)["Quota"]["Value"], listed[0]["Value"])
    with boto.check("ec2:DescribeAvailabilityZones"):
        zones = boto3.client("ec2").describe_availability_zones()["AvailabilityZones"]
        equal(zones[0]["RegionName"], "us-east-1")
