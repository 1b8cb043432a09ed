package main

import (
	"context"
	"fmt"
	"os"
	"sort"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/kinesis"
	"github.com/aws/aws-sdk-go-v2/service/kinesis/types"
)

const recordCount = 100

func checkKinesis(ctx context.Context, cfg aws.Config, all *operations) {
	client := kinesis.NewFromConfig(cfg)
	stream := aws.String(os.Getenv("STREAM"))
	var written []string
	all.check("kinesis:PutRecords", func() error {
		var entries []types.PutRecordsRequestEntry
		for number := range recordCount {
			data := fmt.Sprintf("record %03d", number)
			written = append(written, data)
			entries = append(entries, types.PutRecordsRequestEntry{Data: []byte(data), PartitionKey: &data})
		}
		answer, err := client.PutRecords(ctx, &kinesis.PutRecordsInput{StreamName: stream, Records: entries})
		if err != nil {
			return err
		}
		return first(equal(*answer.FailedRecordCount, int32(0)), equal(len(answer.Records), recordCount))
	})
	all.check("kinesis:PutRecord", func() error {
		written = append(written, "single")
		answer, err := client.PutRecord(ctx, &kinesis.PutRecordInput{
			StreamName: stream, Data: []byte("single"), PartitionKey: aws.String("key"), ExplicitHashKey: aws.String("0"),
		})
		if err != nil {
			return err
		}
		return equal(*answer.ShardId, "shardId-000000000000")
	})
	all.check("kinesis:DescribeStreamSummary", func() error {
		summary, err := client.DescribeStreamSummary(ctx, &kinesis.DescribeStreamSummaryInput{StreamName: stream})
		if err != nil {
			return err
		}
		_, missing := client.DescribeStreamSummary(ctx, &kinesis.DescribeStreamSummaryInput{StreamName: aws.String("nowhere")})
		return first(
			equal(*summary.StreamDescriptionSummary.OpenShardCount, int32(3)),
			refused[*types.ResourceNotFoundException](missing, "ResourceNotFoundException"),
		)
	})
	var shards []types.Shard
	all.check("kinesis:ListShards", func() error {
		answer, err := client.ListShards(ctx, &kinesis.ListShardsInput{StreamName: stream})
		if err != nil {
			return err
		}
		shards = answer.Shards
		return equal(len(shards), 3)
	})
	all.check("kinesis:GetShardIterator kinesis:GetRecords", func() error {
		var read []string
		for _, shard := range shards {
			records, err := readShard(ctx, client, stream, shard.ShardId)
			if err != nil {
				return err
			}
			read = append(read, records...)
		}
		sort.Strings(read)
		_, forged := client.GetRecords(ctx, &kinesis.GetRecordsInput{ShardIterator: aws.String("forged")})
		return first(
			equal(read, written),
			refused[*types.InvalidArgumentException](forged, "InvalidArgumentException"),
		)
	})
}

func readShard(ctx context.Context, client *kinesis.Client, stream, shard *string) ([]string, error) {
	start, err := client.GetShardIterator(ctx, &kinesis.GetShardIteratorInput{
		StreamName: stream, ShardId: shard, ShardIteratorType: types.ShardIteratorTypeTrimHorizon,
	})
	if err != nil {
		return nil, err
	}
	answer, err := client.GetRecords(ctx, &kinesis.GetRecordsInput{ShardIterator: start.ShardIterator})
	if err != nil {
		return nil, err
	}
	var data []string
	for _, record := range answer.Records {
		data = append(data, string(record.Data))
	}
	return data, nil
}
