package main

import (
	"context"
	"errors"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	iamtypes "github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	lambdatypes "github.com/aws/aws-sdk-go-v2/service/lambda/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"
)

func checkLambda(ctx context.Context, settings aws.Config) error {
	code, err := os.ReadFile(os.Getenv("SMOKE_ZIP"))
	if err != nil {
		return err
	}
	client := lambda.NewFromConfig(settings)
	name := aws.String("smoke")
	_, err = client.CreateFunction(ctx, &lambda.CreateFunctionInput{
		FunctionName: name,
		Runtime:      lambdatypes.RuntimeNodejs24x,
		Role:         aws.String("arn:aws:iam::000000000000:role/smoke"),
		Handler:      aws.String("index.handler"),
		Code:         &lambdatypes.FunctionCode{ZipFile: code},
	})
	if err != nil {
		return err
	}
	if err := lambda.NewFunctionActiveV2Waiter(client).Wait(ctx, &lambda.GetFunctionInput{FunctionName: name}, time.Minute); err != nil {
		return err
	}
	answer, err := client.Invoke(ctx, &lambda.InvokeInput{FunctionName: name, Payload: []byte(`{"a":"ü"}`)})
	if err != nil {
		return err
	}
	_, missing := client.GetFunction(ctx, &lambda.GetFunctionInput{FunctionName: aws.String("none")})
	var notFound *lambdatypes.ResourceNotFoundException
	return errors.Join(
		equal("the payload", string(answer.Payload), `{"echo":{"a":"ü"}}`),
		equal("the error of GetFunction", errors.As(missing, &notFound), true),
	)
}

func checkCloudFormation(ctx context.Context, settings aws.Config) error {
	client := cloudformation.NewFromConfig(settings)
	name := aws.String("smoke")
	template := `{"Resources":{"Made":{"Type":"AWS::SSM::Parameter","Properties":{"Name":"/smoke/made","Type":"String","Value":"v"}}},"Outputs":{"Name":{"Value":{"Ref":"Made"}}}}`
	if _, err := client.CreateStack(ctx, &cloudformation.CreateStackInput{StackName: name, TemplateBody: &template}); err != nil {
		return err
	}
	waiter := cloudformation.NewStackCreateCompleteWaiter(client, func(options *cloudformation.StackCreateCompleteWaiterOptions) {
		options.MinDelay = 100 * time.Millisecond
	})
	described, err := waiter.WaitForOutput(ctx, &cloudformation.DescribeStacksInput{StackName: name}, time.Minute)
	if err != nil {
		return err
	}
	_, missing := client.DescribeStacks(ctx, &cloudformation.DescribeStacksInput{StackName: aws.String("none")})
	var refused smithy.APIError
	if !errors.As(missing, &refused) {
		return missing
	}
	return errors.Join(
		equal("the output", aws.ToString(described.Stacks[0].Outputs[0].OutputValue), "/smoke/made"),
		equal("the code", refused.ErrorCode(), "ValidationError"),
		equal("the message", refused.ErrorMessage(), "Stack with id none does not exist"),
	)
}

func checkIAM(ctx context.Context, settings aws.Config) error {
	client := iam.NewFromConfig(settings)
	name := aws.String("smoke")
	document := `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}`
	if _, err := client.CreateRole(ctx, &iam.CreateRoleInput{RoleName: name, AssumeRolePolicyDocument: &document}); err != nil {
		return err
	}
	got, err := client.GetRole(ctx, &iam.GetRoleInput{RoleName: name})
	if err != nil {
		return err
	}
	trust, err := url.QueryUnescape(aws.ToString(got.Role.AssumeRolePolicyDocument))
	if err != nil {
		return err
	}
	_, missing := client.GetRole(ctx, &iam.GetRoleInput{RoleName: aws.String("none")})
	var noEntity *iamtypes.NoSuchEntityException
	return errors.Join(equal("the trust", trust, document), equal("the error of GetRole", errors.As(missing, &noEntity), true))
}

func checkSTS(ctx context.Context, settings aws.Config) error {
	who, err := sts.NewFromConfig(settings).GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
	if err != nil {
		return err
	}
	return errors.Join(
		equal("the account", aws.ToString(who.Account), "000000000000"),
		equal("the ARN", strings.HasPrefix(aws.ToString(who.Arn), "arn:aws:"), true),
	)
}
