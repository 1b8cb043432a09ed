package main

import (
	"context"
	"os"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"
)

func checkCloudWatch(ctx context.Context, cfg aws.Config, all *operations) {
	client := cloudwatch.NewFromConfig(cfg)
	namespace, name := aws.String("Go"), aws.String("Tickets")
	at := time.Now().Truncate(time.Minute).Add(-2 * time.Minute)
	from, to := at.Add(-time.Minute), at.Add(time.Minute)
	all.check("monitoring:PutMetricData", func() error {
		_, err := client.PutMetricData(ctx, &cloudwatch.PutMetricDataInput{Namespace: namespace, MetricData: []types.MetricDatum{
			{MetricName: name, Value: aws.Float64(2.5), Timestamp: &at, Unit: types.StandardUnitCount},
			{MetricName: name, Value: aws.Float64(4), Timestamp: &at, Unit: types.StandardUnitCount},
		}})
		_, refusal := client.PutMetricData(ctx, &cloudwatch.PutMetricDataInput{
			Namespace: aws.String("AWS/Go"), MetricData: []types.MetricDatum{{MetricName: name, Value: aws.Float64(1)}},
		})
		return first(err, refused[*types.InvalidParameterValueException](refusal, "InvalidParameterValue"))
	})
	all.check("monitoring:GetMetricData", func() error {
		answer, err := client.GetMetricData(ctx, &cloudwatch.GetMetricDataInput{
			StartTime: &from, EndTime: &to, MetricDataQueries: []types.MetricDataQuery{
				{Id: aws.String("m"), ReturnData: aws.Bool(false), MetricStat: &types.MetricStat{
					Metric: &types.Metric{Namespace: namespace, MetricName: name}, Period: aws.Int32(60), Stat: aws.String("Sum"),
				}},
				{Id: aws.String("twice"), Expression: aws.String("m * 2")},
			},
		})
		if err != nil {
			return err
		}
		return equal(answer.MetricDataResults[0].Values, []float64{13})
	})
	all.check("monitoring:GetMetricStatistics", func() error {
		answer, err := client.GetMetricStatistics(ctx, &cloudwatch.GetMetricStatisticsInput{
			Namespace: namespace, MetricName: name, StartTime: &from, EndTime: &to, Period: aws.Int32(60),
			Statistics: []types.Statistic{types.StatisticMaximum, types.StatisticSampleCount},
		})
		if err != nil {
			return err
		}
		point := answer.Datapoints[0]
		return first(
			equal(len(answer.Datapoints), 1), equal(*point.Maximum, 4.0), equal(*point.SampleCount, 2.0),
			equal(point.Timestamp.UTC(), at.UTC()),
		)
	})
	all.check("monitoring:ListMetrics", func() error {
		answer, err := client.ListMetrics(ctx, &cloudwatch.ListMetricsInput{Namespace: namespace})
		if err != nil {
			return err
		}
		return first(equal(len(answer.Metrics), 1), equal(*answer.Metrics[0].MetricName, *name))
	})
	all.check("monitoring:DescribeAlarms monitoring:SetAlarmState", func() error {
		alarm := os.Getenv("ALARM_NAME")
		_, err := client.SetAlarmState(ctx, &cloudwatch.SetAlarmStateInput{
			AlarmName: &alarm, StateValue: types.StateValueAlarm, StateReason: aws.String("a test"),
		})
		if err != nil {
			return err
		}
		answer, err := client.DescribeAlarms(ctx, &cloudwatch.DescribeAlarmsInput{AlarmNames: []string{alarm}})
		if err != nil {
			return err
		}
		_, missing := client.SetAlarmState(ctx, &cloudwatch.SetAlarmStateInput{
			AlarmName: aws.String("nowhere"), StateValue: types.StateValueOk, StateReason: aws.String("a test"),
		})
		return first(
			equal(*answer.MetricAlarms[0].StateReason, "a test"),
			equal(answer.MetricAlarms[0].StateValue, types.StateValueAlarm),
			refused[*types.ResourceNotFound](missing, "ResourceNotFound"),
		)
	})
}
