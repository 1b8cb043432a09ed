package main

import (
	"context"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/aws-sdk-go-v2/service/sqs/types"
)

func checkSqs(ctx context.Context, cfg aws.Config, all *operations) {
	client := sqs.NewFromConfig(cfg)
	queue := aws.String(os.Getenv("QUEUE_URL"))
	all.check("sqs:GetQueueUrl", func() error {
		answer, err := client.GetQueueUrl(ctx, &sqs.GetQueueUrlInput{QueueName: aws.String("cinema-orders")})
		if err != nil {
			return err
		}
		_, missing := client.GetQueueUrl(ctx, &sqs.GetQueueUrlInput{QueueName: aws.String("nowhere")})
		return first(
			equal(*answer.QueueUrl, *queue),
			refused[*types.QueueDoesNotExist](missing, "AWS.SimpleQueueService.NonExistentQueue"),
		)
	})
	all.check("sqs:SendMessage", func() error {
		answer, err := client.SendMessage(ctx, &sqs.SendMessageInput{
			QueueUrl: queue, MessageBody: aws.String("hello"), MessageAttributes: map[string]types.MessageAttributeValue{
				"kind": {DataType: aws.String("String"), StringValue: aws.String("greeting")},
			},
		})
		if err != nil {
			return err
		}
		return equal(*answer.MD5OfMessageBody, "5d41402abc4b2a76b9719d911017c592")
	})
	all.check("sqs:SendMessageBatch", func() error {
		answer, err := client.SendMessageBatch(ctx, &sqs.SendMessageBatchInput{
			QueueUrl: queue, Entries: []types.SendMessageBatchRequestEntry{
				{Id: aws.String("a"), MessageBody: aws.String("first")}, {Id: aws.String("b"), MessageBody: aws.String("second")},
			},
		})
		if err != nil {
			return err
		}
		return first(equal(len(answer.Successful), 2), equal(len(answer.Failed), 0))
	})
	all.check("sqs:GetQueueAttributes", func() error {
		names := []types.QueueAttributeName{types.QueueAttributeNameApproximateNumberOfMessages}
		answer, err := client.GetQueueAttributes(ctx, &sqs.GetQueueAttributesInput{QueueUrl: queue, AttributeNames: names})
		if err != nil {
			return err
		}
		return equal(answer.Attributes, map[string]string{"ApproximateNumberOfMessages": "3"})
	})
	all.check("sqs:ReceiveMessage sqs:DeleteMessageBatch", func() error {
		bodies := map[string]bool{}
		for len(bodies) < 3 {
			answer, err := client.ReceiveMessage(ctx, &sqs.ReceiveMessageInput{
				QueueUrl: queue, MaxNumberOfMessages: 10, WaitTimeSeconds: 5, MessageAttributeNames: []string{"All"},
			})
			if err != nil || len(answer.Messages) == 0 {
				return first(err, equal(len(bodies), 3))
			}
			var entries []types.DeleteMessageBatchRequestEntry
			for _, message := range answer.Messages {
				bodies[*message.Body] = true
				entries = append(entries, types.DeleteMessageBatchRequestEntry{Id: message.MessageId, ReceiptHandle: message.ReceiptHandle})
				if *message.Body == "hello" && *message.MessageAttributes["kind"].StringValue != "greeting" {
					return equal(message.MessageAttributes, "kind = greeting")
				}
			}
			deleted, err := client.DeleteMessageBatch(ctx, &sqs.DeleteMessageBatchInput{QueueUrl: queue, Entries: entries})
			if err := first(err, equal(len(deleted.Successful), len(entries))); err != nil {
				return err
			}
		}
		return equal(bodies, map[string]bool{"hello": true, "first": true, "second": true})
	})
}
