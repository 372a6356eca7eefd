package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	dynamotypes "github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	s3types "github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	sqstypes "github.com/aws/aws-sdk-go-v2/service/sqs/types"
)

func checkS3(ctx context.Context, settings aws.Config) error {
	client := s3.NewFromConfig(settings)
	bucket, key := aws.String("smoke"), aws.String("a b/ü+.txt")
	if _, err := client.CreateBucket(ctx, &s3.CreateBucketInput{Bucket: bucket}); err != nil {
		return err
	}
	put := &s3.PutObjectInput{Bucket: bucket, Key: key, Body: strings.NewReader("hello"), Metadata: map[string]string{"who": "go"}}
	if _, err := client.PutObject(ctx, put); err != nil {
		return err
	}
	// Checksums are validated while the body is read.
	got, err := client.GetObject(ctx, &s3.GetObjectInput{Bucket: bucket, Key: key, ChecksumMode: s3types.ChecksumModeEnabled})
	if err != nil {
		return err
	}
	body, err := io.ReadAll(got.Body)
	if err != nil {
		return err
	}
	pages := s3.NewListObjectsV2Paginator(client, &s3.ListObjectsV2Input{Bucket: bucket})
	page, err := pages.NextPage(ctx)
	if err != nil {
		return err
	}
	_, missing := client.GetObject(ctx, &s3.GetObjectInput{Bucket: bucket, Key: aws.String("none")})
	var noSuchKey *s3types.NoSuchKey
	_, absent := client.HeadObject(ctx, &s3.HeadObjectInput{Bucket: bucket, Key: aws.String("none")})
	var notFound *s3types.NotFound
	signed, err := s3.NewPresignClient(client).PresignGetObject(ctx, &s3.GetObjectInput{Bucket: bucket, Key: key})
	if err != nil {
		return err
	}
	fetched, err := http.Get(signed.URL)
	if err != nil {
		return err
	}
	defer fetched.Body.Close()
	return errors.Join(
		equal("the body", string(body), "hello"),
		equal("the metadata", got.Metadata, map[string]string{"who": "go"}),
		equal("the listed key", aws.ToString(page.Contents[0].Key), *key),
		equal("the error of GetObject", errors.As(missing, &noSuchKey), true),
		equal("the error of HeadObject", errors.As(absent, &notFound), true),
		equal("the status of the presigned URL", fetched.StatusCode, 200),
	)
}

func checkDynamoDB(ctx context.Context, settings aws.Config) error {
	client := dynamodb.NewFromConfig(settings)
	table := aws.String("smoke")
	_, err := client.CreateTable(ctx, &dynamodb.CreateTableInput{
		TableName:            table,
		BillingMode:          dynamotypes.BillingModePayPerRequest,
		KeySchema:            []dynamotypes.KeySchemaElement{{AttributeName: aws.String("pk"), KeyType: dynamotypes.KeyTypeHash}},
		AttributeDefinitions: []dynamotypes.AttributeDefinition{{AttributeName: aws.String("pk"), AttributeType: dynamotypes.ScalarAttributeTypeS}},
	})
	if err != nil {
		return err
	}
	if err := dynamodb.NewTableExistsWaiter(client).Wait(ctx, &dynamodb.DescribeTableInput{TableName: table}, time.Minute); err != nil {
		return err
	}
	item := map[string]dynamotypes.AttributeValue{
		"pk":    &dynamotypes.AttributeValueMemberS{Value: "a"},
		"n":     &dynamotypes.AttributeValueMemberN{Value: "1.5"},
		"bytes": &dynamotypes.AttributeValueMemberB{Value: []byte{0, 255}},
	}
	// The SDK checks the CRC32 of every answer.
	if _, err := client.PutItem(ctx, &dynamodb.PutItemInput{TableName: table, Item: item}); err != nil {
		return err
	}
	got, err := client.GetItem(ctx, &dynamodb.GetItemInput{TableName: table, Key: map[string]dynamotypes.AttributeValue{"pk": item["pk"]}})
	if err != nil {
		return err
	}
	n, isNumber := got.Item["n"].(*dynamotypes.AttributeValueMemberN)
	if !isNumber {
		return fmt.Errorf("n is %T", got.Item["n"])
	}
	put := &dynamodb.PutItemInput{TableName: table, Item: item, ConditionExpression: aws.String("attribute_not_exists(pk)")}
	_, refused := client.PutItem(ctx, put)
	var failed *dynamotypes.ConditionalCheckFailedException
	return errors.Join(equal("n", n.Value, "1.5"), equal("the error of PutItem", errors.As(refused, &failed), true))
}

func checkSQS(ctx context.Context, settings aws.Config) error {
	client := sqs.NewFromConfig(settings)
	made, err := client.CreateQueue(ctx, &sqs.CreateQueueInput{QueueName: aws.String("smoke")})
	if err != nil {
		return err
	}
	attributes := map[string]sqstypes.MessageAttributeValue{"a": {DataType: aws.String("String"), StringValue: aws.String("1")}}
	// The SDK checks the MD5 of bodies.
	send := &sqs.SendMessageInput{QueueUrl: made.QueueUrl, MessageBody: aws.String("hello ü"), MessageAttributes: attributes}
	if _, err := client.SendMessage(ctx, send); err != nil {
		return err
	}
	received, err := client.ReceiveMessage(ctx, &sqs.ReceiveMessageInput{QueueUrl: made.QueueUrl, WaitTimeSeconds: 5, MessageAttributeNames: []string{"All"}})
	if err != nil {
		return err
	}
	if err := equal("the number of messages", len(received.Messages), 1); err != nil {
		return err
	}
	message := received.Messages[0]
	if _, err := client.DeleteMessage(ctx, &sqs.DeleteMessageInput{QueueUrl: made.QueueUrl, ReceiptHandle: message.ReceiptHandle}); err != nil {
		return err
	}
	_, missing := client.GetQueueUrl(ctx, &sqs.GetQueueUrlInput{QueueName: aws.String("none")})
	var noQueue *sqstypes.QueueDoesNotExist
	return errors.Join(
		equal("the body", aws.ToString(message.Body), "hello ü"),
		equal("the attribute", aws.ToString(message.MessageAttributes["a"].StringValue), "1"),
		equal("the error of GetQueueUrl", errors.As(missing, &noQueue), true),
	)
}
