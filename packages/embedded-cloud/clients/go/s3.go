package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

func checkS3(ctx context.Context, cfg aws.Config, all *operations) {
	client := s3.NewFromConfig(cfg)
	bucket := aws.String(os.Getenv("FILMS_BUCKET"))
	all.check("s3:PutObject", func() error {
		answer, err := client.PutObject(ctx, &s3.PutObjectInput{
			Bucket: bucket, Key: aws.String("go/ü 1.txt"), Body: bytes.NewReader([]byte("hello")),
		})
		if err != nil {
			return err
		}
		_, exists := client.PutObject(ctx, &s3.PutObjectInput{
			Bucket: bucket, Key: aws.String("go/ü 1.txt"), Body: bytes.NewReader(nil), IfNoneMatch: aws.String("*"),
		})
		if exists == nil {
			return fmt.Errorf("the conditional put succeeded")
		}
		return first(equal(*answer.ETag, `"5d41402abc4b2a76b9719d911017c592"`), equal(*answer.ChecksumCRC32, "NhCmhg=="))
	})
	all.check("s3:GetObject", func() error {
		answer, err := client.GetObject(ctx, &s3.GetObjectInput{Bucket: bucket, Key: aws.String("go/ü 1.txt"), Range: aws.String("bytes=-3")})
		if err != nil {
			return err
		}
		content, err := io.ReadAll(answer.Body)
		_, missing := client.GetObject(ctx, &s3.GetObjectInput{Bucket: bucket, Key: aws.String("absent")})
		return first(err, equal(string(content), "llo"), refused[*types.NoSuchKey](missing, "NoSuchKey"))
	})
	all.check("s3:HeadObject", func() error {
		answer, err := client.HeadObject(ctx, &s3.HeadObjectInput{Bucket: bucket, Key: aws.String("go/ü 1.txt")})
		if err != nil {
			return err
		}
		_, missing := client.HeadObject(ctx, &s3.HeadObjectInput{Bucket: bucket, Key: aws.String("absent")})
		return first(equal(*answer.ContentLength, int64(5)), refused[*types.NotFound](missing, "NotFound"))
	})
	all.check("s3:ListObjectsV2", func() error {
		for number := range 5 {
			key := fmt.Sprintf("go/list/%d", number)
			if _, err := client.PutObject(ctx, &s3.PutObjectInput{Bucket: bucket, Key: &key, Body: bytes.NewReader(nil)}); err != nil {
				return err
			}
		}
		input := &s3.ListObjectsV2Input{Bucket: bucket, Prefix: aws.String("go/list/"), MaxKeys: aws.Int32(2)}
		paginator := s3.NewListObjectsV2Paginator(client, input)
		var keys []string
		for paginator.HasMorePages() {
			page, err := paginator.NextPage(ctx)
			if err != nil {
				return err
			}
			for _, object := range page.Contents {
				keys = append(keys, *object.Key)
			}
		}
		return equal(keys, []string{"go/list/0", "go/list/1", "go/list/2", "go/list/3", "go/list/4"})
	})
	all.check("s3:DeleteObjects", func() error {
		objects := []types.ObjectIdentifier{{Key: aws.String("go/list/0")}, {Key: aws.String("go/list/1")}}
		answer, err := client.DeleteObjects(ctx, &s3.DeleteObjectsInput{Bucket: bucket, Delete: &types.Delete{Objects: objects}})
		if err != nil {
			return err
		}
		return equal(len(answer.Deleted), 2)
	})
}
