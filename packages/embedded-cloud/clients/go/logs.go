package main

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	logs "github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs/types"
)

func checkLogs(ctx context.Context, cfg aws.Config, all *operations) {
	client := logs.NewFromConfig(cfg)
	group, stream := aws.String("go"), aws.String("one")
	all.check("logs:CreateLogGroup logs:CreateLogStream", func() error {
		_, err := client.CreateLogGroup(ctx, &logs.CreateLogGroupInput{LogGroupName: group})
		if err != nil {
			return err
		}
		_, err = client.CreateLogStream(ctx, &logs.CreateLogStreamInput{LogGroupName: group, LogStreamName: stream})
		_, again := client.CreateLogGroup(ctx, &logs.CreateLogGroupInput{LogGroupName: group})
		return first(err, refused[*types.ResourceAlreadyExistsException](again, "ResourceAlreadyExistsException"))
	})
	now := time.Now().UnixMilli()
	all.check("logs:PutLogEvents", func() error {
		answer, err := client.PutLogEvents(ctx, &logs.PutLogEventsInput{
			LogGroupName: group, LogStreamName: stream, LogEvents: []types.InputLogEvent{
				{Timestamp: aws.Int64(now - 2), Message: aws.String(`{"level":"INFO","film":"Alien"}`)},
				{Timestamp: aws.Int64(now - 1), Message: aws.String(`{"level":"ERROR","film":"Brazil"}`)},
			},
		})
		if err != nil {
			return err
		}
		return equal(answer.RejectedLogEventsInfo == nil, true)
	})
	all.check("logs:FilterLogEvents", func() error {
		answer, err := client.FilterLogEvents(ctx, &logs.FilterLogEventsInput{
			LogGroupName: group, FilterPattern: aws.String(`{ $.level = "ERROR" }`),
		})
		if err != nil {
			return err
		}
		return first(equal(len(answer.Events), 1), equal(*answer.Events[0].Timestamp, now-1))
	})
	all.check("logs:GetLogEvents", func() error {
		input := &logs.GetLogEventsInput{LogGroupName: group, LogStreamName: stream, StartFromHead: aws.Bool(true)}
		answer, err := client.GetLogEvents(ctx, input)
		if err != nil {
			return err
		}
		return equal(len(answer.Events), 2)
	})
	all.check("logs:DescribeLogGroups", func() error {
		answer, err := client.DescribeLogGroups(ctx, &logs.DescribeLogGroupsInput{LogGroupNamePrefix: group})
		if err != nil {
			return err
		}
		return first(equal(len(answer.LogGroups), 1), equal(*answer.LogGroups[0].LogGroupName, *group))
	})
	all.check("logs:StartQuery logs:GetQueryResults", func() error {
		query, err := client.StartQuery(ctx, &logs.StartQueryInput{
			LogGroupName: group, StartTime: aws.Int64(now/1000 - 60), EndTime: aws.Int64(now/1000 + 60),
			QueryString: aws.String("filter film like /li/ | stats count(*) as films by level"),
		})
		if err != nil {
			return err
		}
		for range 100 {
			answer, err := client.GetQueryResults(ctx, &logs.GetQueryResultsInput{QueryId: query.QueryId})
			if err != nil {
				return err
			}
			if answer.Status == types.QueryStatusComplete {
				return first(equal(len(answer.Results), 1), equal(*answer.Results[0][1].Value, "1"))
			}
			time.Sleep(50 * time.Millisecond)
		}
		return equal("running", "complete")
	})
}
