package main

import (
	"context"
	"errors"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	metrictypes "github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	logtypes "github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs/types"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	secrettypes "github.com/aws/aws-sdk-go-v2/service/secretsmanager/types"
	"github.com/aws/aws-sdk-go-v2/service/ssm"
	ssmtypes "github.com/aws/aws-sdk-go-v2/service/ssm/types"
)

func checkSecretsManager(ctx context.Context, settings aws.Config) error {
	client := secretsmanager.NewFromConfig(settings)
	name := aws.String("smoke")
	if _, err := client.CreateSecret(ctx, &secretsmanager.CreateSecretInput{Name: name, SecretBinary: []byte{0, 255}}); err != nil {
		return err
	}
	got, err := client.GetSecretValue(ctx, &secretsmanager.GetSecretValueInput{SecretId: name})
	if err != nil {
		return err
	}
	_, missing := client.GetSecretValue(ctx, &secretsmanager.GetSecretValueInput{SecretId: aws.String("none")})
	var notFound *secrettypes.ResourceNotFoundException
	return errors.Join(
		equal("the secret", got.SecretBinary, []byte{0, 255}),
		equal("the age", time.Since(aws.ToTime(got.CreatedDate)) < time.Hour, true),
		equal("the error of GetSecretValue", errors.As(missing, &notFound), true),
	)
}

func checkSSM(ctx context.Context, settings aws.Config) error {
	client := ssm.NewFromConfig(settings)
	put := &ssm.PutParameterInput{Name: aws.String("/smoke/put"), Value: aws.String("v"), Type: ssmtypes.ParameterTypeSecureString}
	if _, err := client.PutParameter(ctx, put); err != nil {
		return err
	}
	got, err := client.GetParameter(ctx, &ssm.GetParameterInput{Name: put.Name, WithDecryption: aws.Bool(true)})
	if err != nil {
		return err
	}
	_, missing := client.GetParameter(ctx, &ssm.GetParameterInput{Name: aws.String("/none")})
	var notFound *ssmtypes.ParameterNotFound
	return errors.Join(
		equal("the value", aws.ToString(got.Parameter.Value), "v"),
		equal("the error of GetParameter", errors.As(missing, &notFound), true),
	)
}

func checkKMS(ctx context.Context, settings aws.Config) error {
	client := kms.NewFromConfig(settings)
	made, err := client.CreateKey(ctx, &kms.CreateKeyInput{})
	if err != nil {
		return err
	}
	scope := map[string]string{"of": "go"}
	sealed, err := client.Encrypt(ctx, &kms.EncryptInput{KeyId: made.KeyMetadata.KeyId, Plaintext: []byte("plain"), EncryptionContext: scope})
	if err != nil {
		return err
	}
	opened, err := client.Decrypt(ctx, &kms.DecryptInput{CiphertextBlob: sealed.CiphertextBlob, EncryptionContext: scope})
	if err != nil {
		return err
	}
	return equal("the plaintext", string(opened.Plaintext), "plain")
}

func checkLogs(ctx context.Context, settings aws.Config) error {
	client := cloudwatchlogs.NewFromConfig(settings)
	group, stream := aws.String("/smoke"), aws.String("s")
	if _, err := client.CreateLogGroup(ctx, &cloudwatchlogs.CreateLogGroupInput{LogGroupName: group}); err != nil {
		return err
	}
	if _, err := client.CreateLogStream(ctx, &cloudwatchlogs.CreateLogStreamInput{LogGroupName: group, LogStreamName: stream}); err != nil {
		return err
	}
	event := logtypes.InputLogEvent{Timestamp: aws.Int64(time.Now().UnixMilli()), Message: aws.String("seen")}
	put := &cloudwatchlogs.PutLogEventsInput{LogGroupName: group, LogStreamName: stream, LogEvents: []logtypes.InputLogEvent{event}}
	if _, err := client.PutLogEvents(ctx, put); err != nil {
		return err
	}
	found, err := client.FilterLogEvents(ctx, &cloudwatchlogs.FilterLogEventsInput{LogGroupName: group, FilterPattern: aws.String("seen")})
	if err != nil {
		return err
	}
	_, again := client.CreateLogGroup(ctx, &cloudwatchlogs.CreateLogGroupInput{LogGroupName: group})
	var exists *logtypes.ResourceAlreadyExistsException
	return errors.Join(
		equal("the number of events", len(found.Events), 1),
		equal("the error of CreateLogGroup", errors.As(again, &exists), true),
	)
}

func checkCloudWatch(ctx context.Context, settings aws.Config) error {
	client := cloudwatch.NewFromConfig(settings)
	space, name, now := aws.String("Smoke"), aws.String("Calls"), time.Now()
	datum := metrictypes.MetricDatum{MetricName: name, Value: aws.Float64(2.5), Timestamp: &now, Unit: metrictypes.StandardUnitCount}
	put := &cloudwatch.PutMetricDataInput{Namespace: space, MetricData: []metrictypes.MetricDatum{datum, datum}}
	if _, err := client.PutMetricData(ctx, put); err != nil {
		return err
	}
	got, err := client.GetMetricStatistics(ctx, &cloudwatch.GetMetricStatisticsInput{
		Namespace:  space,
		MetricName: name,
		StartTime:  aws.Time(now.Add(-time.Hour)),
		EndTime:    aws.Time(now.Add(time.Hour)),
		Period:     aws.Int32(3600),
		Statistics: []metrictypes.Statistic{metrictypes.StatisticSum},
	})
	if err != nil {
		return err
	}
	if err := equal("the number of points", len(got.Datapoints), 1); err != nil {
		return err
	}
	_, missing := client.GetDashboard(ctx, &cloudwatch.GetDashboardInput{DashboardName: aws.String("none")})
	var notFound *metrictypes.DashboardNotFoundError
	return errors.Join(
		equal("the sum", aws.ToFloat64(got.Datapoints[0].Sum), 5),
		equal("the error of GetDashboard", errors.As(missing, &notFound), true),
	)
}
