"""Glue: databases, tables and partitions."""

import os

import boto3
from checks import equal, refused


def run(boto):
    glue = boto3.client("glue")
    database, tickets = os.environ["DATABASE"], os.environ["GLUE_TABLE"]
    with boto.check("glue:GetTable"):
        table = glue.get_table(DatabaseName=database, Name=tickets)["Table"]
        equal([key["Name"] for key in table["PartitionKeys"]], ["dt"])
        with refused("EntityNotFoundException", glue.exceptions.EntityNotFoundException):
            glue.get_table(DatabaseName=database, Name="nowhere")
    with boto.check("glue:CreateDatabase", "glue:GetDatabase", "glue:GetDatabases"):
        glue.create_database(DatabaseInput={"Name": "made", "Description": "a test"})
        equal(glue.get_database(Name="made")["Database"]["Description"], "a test")
        equal(sorted(one["Name"] for one in glue.get_databases()["DatabaseList"]), [database, "made"])
        with refused("AlreadyExistsException", glue.exceptions.AlreadyExistsException):
            glue.create_database(DatabaseInput={"Name": "made"})
    storage = {**table["StorageDescriptor"], "Location": "s3://cinema-films/made/"}
    made = {"Name": "shows", "PartitionKeys": table["PartitionKeys"], "StorageDescriptor": storage}
    with boto.check("glue:CreateTable", "glue:GetTables"):
        glue.create_table(DatabaseName="made", TableInput=made)
        equal([one["Name"] for one in glue.get_tables(DatabaseName="made")["TableList"]], ["shows"])
    with boto.check("glue:UpdateTable"):
        glue.update_table(DatabaseName="made", TableInput={**made, "Description": "changed"})
        equal(glue.get_table(DatabaseName="made", Name="shows")["Table"]["Description"], "changed")
    partitions(boto, glue, {"DatabaseName": "made", "TableName": "shows"}, storage)
    with boto.check("glue:DeleteTable"):
        glue.delete_table(DatabaseName="made", Name="shows")
        equal(glue.get_tables(DatabaseName="made")["TableList"], [])
        with refused("EntityNotFoundException"):
            glue.delete_table(DatabaseName="made", Name="shows")
    with boto.check("glue:BatchDeleteTable", "glue:DeleteDatabase"):
        glue.create_table(DatabaseName="made", TableInput=made)
        errors = glue.batch_delete_table(DatabaseName="made", TablesToDelete=["shows", "nowhere"])["Errors"]
        equal([one["TableName"] for one in errors], ["nowhere"])
        glue.delete_database(Name="made")
        equal([one["Name"] for one in glue.get_databases()["DatabaseList"]], [database])


def partitions(boto, glue, table, storage):
    def partition(day):
        return {"Values": [day], "StorageDescriptor": {**storage, "Location": f"{storage['Location']}dt={day}/"}}

    days = [f"2026-11-0{day}" for day in range(1, 6)]
    values = lambda answer: [one["Values"][0] for one in answer["Partitions"]]
    with boto.check("glue:CreatePartition", "glue:GetPartition"):
        glue.create_partition(**table, PartitionInput=partition(days[0]))
        found = glue.get_partition(**table, PartitionValues=[days[0]])["Partition"]
        equal(found["StorageDescriptor"]["Location"], "s3://cinema-films/made/dt=2026-11-01/")
        with refused("AlreadyExistsException"):
            glue.create_partition(**table, PartitionInput=partition(days[0]))
    with boto.check("glue:BatchCreatePartition", "glue:GetPartitions"):
        answer = glue.batch_create_partition(**table, PartitionInputList=[partition(day) for day in days])
        equal([one["PartitionValues"] for one in answer["Errors"]], [[days[0]]])
        equal(sorted(values(glue.get_partitions(**table))), days)
        equal(sorted(values(glue.get_partitions(**table, Expression="dt >= '2026-11-04'"))), days[3:])
    with boto.check("glue:BatchGetPartition"):
        keys = [{"Values": [day]} for day in (days[0], "2026-12-01")]
        answer = glue.batch_get_partition(**table, PartitionsToGet=keys)
        equal((values(answer), answer.get("UnprocessedKeys", [])), ([days[0]], []))
    with boto.check("glue:UpdatePartition"):
        moved = partition(days[0])
        moved["StorageDescriptor"]["Location"] = "s3://cinema-films/moved/"
        glue.update_partition(**table, PartitionValueList=[days[0]], PartitionInput=moved)
        found = glue.get_partition(**table, PartitionValues=[days[0]])["Partition"]
        equal(found["StorageDescriptor"]["Location"], "s3://cinema-films/moved/")
    with boto.check("glue:DeletePartition", "glue:BatchDeletePartition"):
        glue.delete_partition(**table, PartitionValues=[days[0]])
        keys = [{"Values": [day]} for day in days]
        errors = glue.batch_delete_partition(**table, PartitionsToDelete=keys)["Errors"]
        equal([one["PartitionValues"] for one in errors], [[days[0]]])
        equal(glue.get_partitions(**table)["Partitions"], [])
