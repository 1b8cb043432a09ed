"""Kinesis: writes, shards, reads of every shard and enhanced fan-out's consumers."""

import os

import boto3
from checks import equal, refused, until


def run(boto):
    kinesis = boto3.client("kinesis")
    stream = os.environ["STREAM"]
    with boto.check("kinesis:DescribeStreamSummary"):
        summary = kinesis.describe_stream_summary(StreamName=stream)["StreamDescriptionSummary"]
        equal((summary["StreamStatus"], summary["OpenShardCount"]), ("ACTIVE", 3))
        with refused("ResourceNotFoundException", kinesis.exceptions.ResourceNotFoundException):
            kinesis.describe_stream_summary(StreamName="nowhere")
    with boto.check("kinesis:ListShards"):
        shards = [shard["ShardId"] for shard in kinesis.list_shards(StreamName=stream)["Shards"]]
        equal(shards, [f"shardId-00000000000{number}" for number in range(3)])
    with boto.check("kinesis:PutRecord"):
        put = kinesis.put_record(StreamName=stream, Data=b"first", PartitionKey="0")
        equal(put["ShardId"] in shards, True)
    with boto.check("kinesis:PutRecords"):
        records = [{"Data": f"record {number}".encode(), "PartitionKey": str(number)} for number in range(100)]
        answer = kinesis.put_records(StreamName=stream, Records=records)
        equal((answer["FailedRecordCount"], len(answer["Records"])), (0, 100))
        with refused("ValidationException"):
            kinesis.put_records(StreamName=stream, Records=[{"Data": b"", "PartitionKey": "k" * 257}])
    with boto.check("kinesis:GetShardIterator", "kinesis:GetRecords"):
        read = [data for shard in shards for data in read_shard(kinesis, stream, shard)]
        equal(sorted(read), sorted([b"first", *(record["Data"] for record in records)]))
        with refused("InvalidArgumentException"):
            kinesis.get_records(ShardIterator="no-iterator")
    with boto.check("kinesis:RegisterStreamConsumer", "kinesis:DescribeStreamConsumer", "kinesis:ListStreamConsumers"):
        consumer = kinesis.register_stream_consumer(StreamARN=summary["StreamARN"], ConsumerName="boto")["Consumer"]
        describe = lambda: kinesis.describe_stream_consumer(ConsumerARN=consumer["ConsumerARN"])
        until(lambda: describe()["ConsumerDescription"]["ConsumerStatus"] == "ACTIVE")
        listed = kinesis.list_stream_consumers(StreamARN=summary["StreamARN"])["Consumers"]
        equal([one["ConsumerName"] for one in listed], ["boto"])
    with boto.check("kinesis:SubscribeToShard"):
        start = {"Type": "TRIM_HORIZON"}
        events = kinesis.subscribe_to_shard(ConsumerARN=consumer["ConsumerARN"], ShardId=shards[0], StartingPosition=start)
        pushed = []
        for event in events["EventStream"]:
            pushed += [record["Data"] for record in event["SubscribeToShardEvent"]["Records"]]
            if len(pushed) >= len(read_shard(kinesis, stream, shards[0])):
                break
        equal(pushed, read_shard(kinesis, stream, shards[0]))
    with boto.check("kinesis:DeregisterStreamConsumer"):
        kinesis.deregister_stream_consumer(ConsumerARN=consumer["ConsumerARN"])
        until(lambda: not kinesis.list_stream_consumers(StreamARN=summary["StreamARN"])["Consumers"])
    with boto.check("kinesis:ListStreams"):
        equal(kinesis.list_streams()["StreamNames"], [stream])
    with boto.check("kinesis:DescribeStream"):
        equal(len(kinesis.describe_stream(StreamName=stream)["StreamDescription"]["Shards"]), 3)
    with boto.check("kinesis:DescribeLimits"):
        equal(kinesis.describe_limits()["OpenShardCount"], 3)
    reshard(boto, kinesis, stream, shards)


def reshard(boto, kinesis, stream, shards):
    count = lambda: kinesis.describe_stream_summary(StreamName=stream)["StreamDescriptionSummary"]
    active = lambda: count()["StreamStatus"] == "ACTIVE"
    with boto.check("kinesis:SplitShard"):
        first = kinesis.list_shards(StreamName=stream)["Shards"][0]["HashKeyRange"]
        middle = (int(first["StartingHashKey"]) + int(first["EndingHashKey"])) // 2
        kinesis.split_shard(StreamName=stream, ShardToSplit=shards[0], NewStartingHashKey=str(middle))
        until(active)
        equal(count()["OpenShardCount"], 4)
    with boto.check("kinesis:MergeShards"):
        kinesis.merge_shards(StreamName=stream, ShardToMerge=shards[1], AdjacentShardToMerge=shards[2])
        until(active)
        equal(count()["OpenShardCount"], 3)
    with boto.check("kinesis:UpdateShardCount"):
        update = kinesis.update_shard_count(StreamName=stream, TargetShardCount=4, ScalingType="UNIFORM_SCALING")
        equal((update["CurrentShardCount"], update["TargetShardCount"]), (3, 4))
        until(active)
        equal(count()["OpenShardCount"], 4)


def read_shard(kinesis, stream, shard):
    """The data of every record of a shard so far."""
    iterator = kinesis.get_shard_iterator(StreamName=stream, ShardId=shard, ShardIteratorType="TRIM_HORIZON")
    answer = kinesis.get_records(ShardIterator=iterator["ShardIterator"])
    equal(answer["MillisBehindLatest"], 0)
    return [record["Data"] for record in answer["Records"]]
