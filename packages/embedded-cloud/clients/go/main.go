// The program calls the services with the AWS SDK for Go 2 as it comes, and compares the answers with what it expects.
package main

import (
	"context"
	"os"

	"github.com/aws/aws-sdk-go-v2/config"
)

func main() {
	ctx := context.Background()
	cfg, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		panic(err)
	}
	all := &operations{}
	checkKinesis(ctx, cfg, all)
	checkCloudWatch(ctx, cfg, all)
	checkSqs(ctx, cfg, all)
	checkDynamoDb(ctx, cfg, all)
	checkS3(ctx, cfg, all)
	checkLogs(ctx, cfg, all)
	checkAthena(ctx, cfg, all)
	if all.failed {
		os.Exit(1)
	}
}
