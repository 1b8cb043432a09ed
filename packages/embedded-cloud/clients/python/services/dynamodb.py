"""DynamoDB: items, conditions, queries, scans, batches and tables."""

import os
from decimal import Decimal

import boto3
from boto3.dynamodb.conditions import Attr, Key
from checks import equal, refused


def run(boto):
    client = boto3.client("dynamodb")
    name = os.environ["DYNAMO_TABLE"]
    table = boto3.resource("dynamodb").Table(name)
    with boto.check("dynamodb:DescribeTable"):
        described = client.describe_table(TableName=name)["Table"]
        equal((described["TableStatus"], described["KeySchema"][0]["AttributeName"]), ("ACTIVE", "hall"))
        with refused("ResourceNotFoundException", client.exceptions.ResourceNotFoundException):
            client.describe_table(TableName="nowhere")
    with boto.check("dynamodb:PutItem"):
        item = {"hall": "A", "seat": 1, "price": Decimal("9.50"), "tags": {"front", "aisle"}, "sold": None}
        table.put_item(Item=item)
        with refused("ConditionalCheckFailedException", client.exceptions.ConditionalCheckFailedException):
            table.put_item(Item=item, ConditionExpression=Attr("hall").not_exists())
    with boto.check("dynamodb:GetItem"):
        equal(table.get_item(Key={"hall": "A", "seat": 1}, ConsistentRead=True)["Item"], item)
        equal("Item" in table.get_item(Key={"hall": "Z", "seat": 1}), False)
    with boto.check("dynamodb:UpdateItem"):
        update = {"UpdateExpression": "ADD visits :one REMOVE sold", "ExpressionAttributeValues": {":one": 1}}
        changed = table.update_item(Key={"hall": "A", "seat": 1}, ReturnValues="ALL_NEW", **update)["Attributes"]
        equal((changed["visits"], "sold" in changed), (1, False))
    with boto.check("dynamodb:BatchWriteItem"):
        with table.batch_writer() as batch:
            for seat in range(1, 31):
                batch.put_item(Item={"hall": "B", "seat": seat})
        equal(table.query(KeyConditionExpression=Key("hall").eq("B"), Select="COUNT")["Count"], 30)
    with boto.check("dynamodb:BatchGetItem"):
        keys = [{"hall": "B", "seat": seat} for seat in (2, 3, 99)]
        answer = boto3.resource("dynamodb").batch_get_item(RequestItems={name: {"Keys": keys}})
        equal(sorted(one["seat"] for one in answer["Responses"][name]), [2, 3])
    with boto.check("dynamodb:Query"):
        late = Key("hall").eq("B") & Key("seat").gt(10)
        first = table.query(KeyConditionExpression=late, Limit=3, ScanIndexForward=False)
        equal([int(one["seat"]) for one in first["Items"]], [30, 29, 28])
        rest = table.query(KeyConditionExpression=late, ExclusiveStartKey=first["LastEvaluatedKey"], ScanIndexForward=False)
        equal([int(one["seat"]) for one in rest["Items"]], list(range(27, 10, -1)))
        with refused("ValidationException"):
            table.query(KeyConditionExpression=late, FilterExpression=Attr("seat").lt(13))
    with boto.check("dynamodb:Scan"):
        pages = client.get_paginator("scan").paginate(TableName=name, PaginationConfig={"PageSize": 7})
        equal(sum(page["Count"] for page in pages), 31)
    with boto.check("dynamodb:DeleteItem"):
        old = table.delete_item(Key={"hall": "A", "seat": 1}, ReturnValues="ALL_OLD")["Attributes"]
        equal(old["tags"], {"front", "aisle"})
    tables(boto, client, name)


def tables(boto, client, name):
    with boto.check("dynamodb:CreateTable", "dynamodb:ListTables", "dynamodb:DeleteTable"):
        client.create_table(
            TableName="cinema-made",
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        )
        client.get_waiter("table_exists").wait(TableName="cinema-made", WaiterConfig={"Delay": 1})
        equal(client.list_tables()["TableNames"], ["cinema-made", name])
        client.delete_table(TableName="cinema-made")
        client.get_waiter("table_not_exists").wait(TableName="cinema-made", WaiterConfig={"Delay": 1})
    with boto.check("dynamodb:DescribeTimeToLive", "dynamodb:DescribeContinuousBackups"):
        ttl = client.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
        equal(ttl["TimeToLiveStatus"], "DISABLED")
        backups = client.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
        equal(backups["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"], "DISABLED")
