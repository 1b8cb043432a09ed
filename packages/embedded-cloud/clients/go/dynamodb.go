package main

import (
	"context"
	"os"
	"strconv"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

func checkDynamoDb(ctx context.Context, cfg aws.Config, all *operations) {
	client := dynamodb.NewFromConfig(cfg)
	table := os.Getenv("DYNAMO_TABLE")
	key := func(seat int) map[string]types.AttributeValue {
		return map[string]types.AttributeValue{
			"hall": &types.AttributeValueMemberS{Value: "A"},
			"seat": &types.AttributeValueMemberN{Value: strconv.Itoa(seat)},
		}
	}
	all.check("dynamodb:PutItem", func() error {
		_, err := client.PutItem(ctx, &dynamodb.PutItemInput{TableName: &table, Item: key(1)})
		_, taken := client.PutItem(ctx, &dynamodb.PutItemInput{
			TableName: &table, Item: key(1), ConditionExpression: aws.String("attribute_not_exists(hall)"),
		})
		return first(err, refused[*types.ConditionalCheckFailedException](taken, "ConditionalCheckFailedException"))
	})
	all.check("dynamodb:BatchWriteItem", func() error {
		var writes []types.WriteRequest
		for seat := 2; seat <= 20; seat++ {
			writes = append(writes, types.WriteRequest{PutRequest: &types.PutRequest{Item: key(seat)}})
		}
		answer, err := client.BatchWriteItem(ctx, &dynamodb.BatchWriteItemInput{RequestItems: map[string][]types.WriteRequest{table: writes}})
		if err != nil {
			return err
		}
		return equal(len(answer.UnprocessedItems), 0)
	})
	all.check("dynamodb:UpdateItem", func() error {
		answer, err := client.UpdateItem(ctx, &dynamodb.UpdateItemInput{
			TableName: &table, Key: key(1), UpdateExpression: aws.String("SET guest = :guest ADD visits :one"),
			ReturnValues: types.ReturnValueUpdatedNew, ExpressionAttributeValues: map[string]types.AttributeValue{
				":guest": &types.AttributeValueMemberS{Value: "Ada"}, ":one": &types.AttributeValueMemberN{Value: "1"},
			},
		})
		if err != nil {
			return err
		}
		return equal(answer.Attributes, map[string]types.AttributeValue{
			"guest": &types.AttributeValueMemberS{Value: "Ada"}, "visits": &types.AttributeValueMemberN{Value: "1"},
		})
	})
	all.check("dynamodb:GetItem", func() error {
		answer, err := client.GetItem(ctx, &dynamodb.GetItemInput{TableName: &table, Key: key(1)})
		if err != nil {
			return err
		}
		_, missing := client.GetItem(ctx, &dynamodb.GetItemInput{TableName: aws.String("nowhere"), Key: key(1)})
		return first(
			equal(answer.Item["guest"], &types.AttributeValueMemberS{Value: "Ada"}),
			refused[*types.ResourceNotFoundException](missing, "ResourceNotFoundException"),
		)
	})
	all.check("dynamodb:Query", func() error {
		paginator := dynamodb.NewQueryPaginator(client, &dynamodb.QueryInput{
			TableName: &table, Limit: aws.Int32(4), KeyConditionExpression: aws.String("hall = :hall AND seat > :seat"),
			ExpressionAttributeValues: map[string]types.AttributeValue{
				":hall": &types.AttributeValueMemberS{Value: "A"}, ":seat": &types.AttributeValueMemberN{Value: "10"},
			},
		})
		var seats []string
		for paginator.HasMorePages() {
			page, err := paginator.NextPage(ctx)
			if err != nil {
				return err
			}
			for _, item := range page.Items {
				seats = append(seats, item["seat"].(*types.AttributeValueMemberN).Value)
			}
		}
		return equal(seats, []string{"11", "12", "13", "14", "15", "16", "17", "18", "19", "20"})
	})
	all.check("dynamodb:DescribeTable", func() error {
		answer, err := client.DescribeTable(ctx, &dynamodb.DescribeTableInput{TableName: &table})
		if err != nil {
			return err
		}
		return equal(answer.Table.TableStatus, types.TableStatusActive)
	})
}
