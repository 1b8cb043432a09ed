package main

import (
	"context"
	"os"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/athena"
	"github.com/aws/aws-sdk-go-v2/service/athena/types"
)

func checkAthena(ctx context.Context, cfg aws.Config, all *operations) {
	client := athena.NewFromConfig(cfg)
	start := func(sql string) (*string, error) {
		answer, err := client.StartQueryExecution(ctx, &athena.StartQueryExecutionInput{
			QueryString: &sql, WorkGroup: aws.String(os.Getenv("WORKGROUP")),
			QueryExecutionContext: &types.QueryExecutionContext{Database: aws.String(os.Getenv("DATABASE"))},
		})
		if err != nil {
			return nil, err
		}
		return answer.QueryExecutionId, nil
	}
	all.check("athena:StartQueryExecution athena:GetQueryExecution athena:GetQueryResults", func() error {
		id, err := start("SELECT film, count(*) AS tickets FROM tickets WHERE dt = '2026-11-02' GROUP BY film ORDER BY film")
		if err != nil {
			return err
		}
		status, err := finished(ctx, client, id)
		if err := first(err, equal(status.State, types.QueryExecutionStateSucceeded)); err != nil {
			return err
		}
		results, err := client.GetQueryResults(ctx, &athena.GetQueryResultsInput{QueryExecutionId: id})
		if err != nil {
			return err
		}
		var rows [][]string
		for _, row := range results.ResultSet.Rows {
			rows = append(rows, []string{*row.Data[0].VarCharValue, *row.Data[1].VarCharValue})
		}
		return equal(rows, [][]string{{"film", "tickets"}, {"Alien", "7"}, {"Brazil", "6"}, {"Casablanca", "7"}})
	})
	all.check("athena:StopQueryExecution", func() error {
		_, err := client.StopQueryExecution(ctx, &athena.StopQueryExecutionInput{QueryExecutionId: aws.String("00000000-0000-0000-0000-000000000000")})
		return refused[*types.InvalidRequestException](err, "InvalidRequestException")
	})
	all.check("athena:GetWorkGroup", func() error {
		answer, err := client.GetWorkGroup(ctx, &athena.GetWorkGroupInput{WorkGroup: aws.String(os.Getenv("WORKGROUP"))})
		if err != nil {
			return err
		}
		return equal(*answer.WorkGroup.Configuration.ResultConfiguration.OutputLocation, "s3://cinema-results/athena/")
	})
}

// finished waits until a query has ended, and returns its status.
func finished(ctx context.Context, client *athena.Client, id *string) (*types.QueryExecutionStatus, error) {
	for {
		answer, err := client.GetQueryExecution(ctx, &athena.GetQueryExecutionInput{QueryExecutionId: id})
		if err != nil {
			return nil, err
		}
		status := answer.QueryExecution.Status
		if status.State != types.QueryExecutionStateQueued && status.State != types.QueryExecutionStateRunning {
			return status, nil
		}
		time.Sleep(50 * time.Millisecond)
	}
}
