// One smoke of AWS's SDK for Go: every service answers a call or more, by its defaults.
// Prints a JSON line for each check; AWS_ENDPOINT_URL says where the cloud is, SMOKE_ZIP where a function's code is.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
)

type check struct {
	name string
	run  func(context.Context, aws.Config) error
}

var checks = []check{
	{"S3", checkS3},
	{"DynamoDB", checkDynamoDB},
	{"SQS", checkSQS},
	{"Lambda", checkLambda},
	{"Secrets Manager", checkSecretsManager},
	{"SSM", checkSSM},
	{"STS", checkSTS},
	{"KMS", checkKMS},
	{"CloudFormation", checkCloudFormation},
	{"CloudWatch Logs", checkLogs},
	{"CloudWatch", checkCloudWatch},
	{"IAM", checkIAM},
}

func main() {
	ctx := context.Background()
	settings, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		panic(err)
	}
	lines := json.NewEncoder(os.Stdout)
	for _, each := range checks {
		line := map[string]any{"name": each.name, "ok": true}
		if err := each.run(ctx, settings); err != nil {
			line["ok"], line["error"] = false, err.Error()
		}
		if err := lines.Encode(line); err != nil {
			panic(err)
		}
	}
}

// equal is nil where both print alike.
func equal(what string, actual, expected any) error {
	if fmt.Sprint(actual) == fmt.Sprint(expected) {
		return nil
	}
	return fmt.Errorf("%s is %v, not %v", what, actual, expected)
}
