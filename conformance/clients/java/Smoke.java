import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.retry.backoff.FixedDelayBackoffStrategy;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.waiters.CloudFormationWaiter;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.DashboardNotFoundErrorException;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * One smoke of AWS's SDK for Java 2: every service answers a call or more, by its defaults; SQS by the asynchronous client.
 * Prints a JSON line for each check; AWS_ENDPOINT_URL says where the cloud is, SMOKE_ZIP where a function's code is.
 */
public class Smoke {
  interface Check {
    void run() throws Exception;
  }

  public static void main(String[] args) {
    Map<String, Check> checks = new LinkedHashMap<>();
    checks.put("S3", Smoke::checkS3);
    checks.put("DynamoDB", Smoke::checkDynamoDb);
    checks.put("SQS", Smoke::checkSqs);
    checks.put("Lambda", Smoke::checkLambda);
    checks.put("Secrets Manager", Smoke::checkSecretsManager);
    checks.put("SSM", Smoke::checkSsm);
    checks.put("STS", Smoke::checkSts);
    checks.put("KMS", Smoke::checkKms);
    checks.put("CloudFormation", Smoke::checkCloudFormation);
    checks.put("CloudWatch Logs", Smoke::checkLogs);
    checks.put("CloudWatch", Smoke::checkCloudWatch);
    checks.put("IAM", Smoke::checkIam);
    checks.forEach((name, check) -> System.out.println(lineOf(name, check)));
    // Threads of clients would keep the process for a minute.
    System.exit(0);
  }

  static String lineOf(String name, Check check) {
    try {
      check.run();
      return "{\"name\":\"%s\",\"ok\":true}".formatted(name);
    } catch (Throwable error) {
      String text = String.valueOf(error).replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\s+", " ");
      return "{\"name\":\"%s\",\"ok\":false,\"error\":\"%s\"}".formatted(name, text);
    }
  }

  static void equal(String what, Object actual, Object expected) {
    if (!Objects.equals(actual, expected)) throw new AssertionError(what + " is " + actual + ", not " + expected);
  }

  static <T extends Throwable> T refused(Class<T> expected, Check call) throws Exception {
    try {
      call.run();
    } catch (Throwable error) {
      Throwable cause = error instanceof CompletionException ? error.getCause() : error;
      if (expected.isInstance(cause)) return expected.cast(cause);
      throw new AssertionError("refused by " + cause + ", not " + expected.getSimpleName(), cause);
    }
    throw new AssertionError("not refused");
  }

  static void checkS3() throws Exception {
    S3Client client = S3Client.create();
    String key = "a b/ü+.txt";
    client.createBucket(r -> r.bucket("smoke"));
    client.putObject(r -> r.bucket("smoke").key(key).metadata(Map.of("who", "java")), RequestBody.fromString("hello"));
    var got = client.getObjectAsBytes(r -> r.bucket("smoke").key(key).checksumMode(ChecksumMode.ENABLED));
    equal("the body", got.asUtf8String(), "hello");
    equal("the metadata", got.response().metadata(), Map.of("who", "java"));
    equal("the listed key", client.listObjectsV2Paginator(r -> r.bucket("smoke")).contents().iterator().next().key(), key);
    refused(NoSuchKeyException.class, () -> client.getObjectAsBytes(r -> r.bucket("smoke").key("none")));
    refused(NoSuchKeyException.class, () -> client.headObject(r -> r.bucket("smoke").key("none")));
    // Presigners read AWS_ENDPOINT_URL as well.
    var signed = S3Presigner.create().presignGetObject(
        p -> p.signatureDuration(Duration.ofMinutes(5)).getObjectRequest(r -> r.bucket("smoke").key(key)));
    var request = HttpRequest.newBuilder(URI.create(signed.url().toString())).build();
    var fetched = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    equal("the presigned body", fetched.body(), "hello");
  }

  static void checkDynamoDb() throws Exception {
    DynamoDbClient client = DynamoDbClient.create();
    client.createTable(r -> r.tableName("smoke").billingMode(BillingMode.PAY_PER_REQUEST)
        .keySchema(k -> k.attributeName("pk").keyType(KeyType.HASH))
        .attributeDefinitions(a -> a.attributeName("pk").attributeType(ScalarAttributeType.S)));
    client.waiter().waitUntilTableExists(r -> r.tableName("smoke"));
    var key = Map.of("pk", AttributeValue.fromS("a"));
    var item = Map.of("pk", key.get("pk"), "n", AttributeValue.fromN("1.5"),
        "bytes", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {0, -1})));
    client.putItem(r -> r.tableName("smoke").item(item));
    equal("the item", client.getItem(r -> r.tableName("smoke").key(key)).item(), item);
    refused(ConditionalCheckFailedException.class, () ->
        client.putItem(r -> r.tableName("smoke").item(item).conditionExpression("attribute_not_exists(pk)")));
  }

  static void checkSqs() throws Exception {
    SqsAsyncClient client = SqsAsyncClient.create();
    String url = client.createQueue(r -> r.queueName("smoke")).join().queueUrl();
    client.sendMessage(r -> r.queueUrl(url).messageBody("hello ü")).join();
    var messages = client.receiveMessage(r -> r.queueUrl(url).waitTimeSeconds(5)).join().messages();
    equal("the number of messages", messages.size(), 1);
    equal("the body", messages.get(0).body(), "hello ü");
    client.deleteMessage(r -> r.queueUrl(url).receiptHandle(messages.get(0).receiptHandle())).join();
    refused(QueueDoesNotExistException.class, () -> client.getQueueUrl(r -> r.queueName("none")).join());
  }

  static void checkLambda() throws Exception {
    LambdaClient client = LambdaClient.create();
    var code = SdkBytes.fromByteArray(Files.readAllBytes(Path.of(System.getenv("SMOKE_ZIP"))));
    client.createFunction(r -> r.functionName("smoke").runtime("nodejs24.x").handler("index.handler")
        .role("arn:aws:iam::000000000000:role/smoke").code(c -> c.zipFile(code)));
    client.waiter().waitUntilFunctionActiveV2(r -> r.functionName("smoke"));
    var answer = client.invoke(r -> r.functionName("smoke").payload(SdkBytes.fromUtf8String("{\"a\":\"ü\"}")));
    equal("the payload", answer.payload().asUtf8String(), "{\"echo\":{\"a\":\"ü\"}}");
    refused(software.amazon.awssdk.services.lambda.model.ResourceNotFoundException.class,
        () -> client.getFunction(r -> r.functionName("none")));
  }

  static void checkSecretsManager() throws Exception {
    SecretsManagerClient client = SecretsManagerClient.create();
    var secret = SdkBytes.fromByteArray(new byte[] {0, -1});
    client.createSecret(r -> r.name("smoke").secretBinary(secret));
    var got = client.getSecretValue(r -> r.secretId("smoke"));
    equal("the secret", got.secretBinary(), secret);
    equal("the secret's age", got.createdDate().isAfter(Instant.now().minus(Duration.ofHours(1))), true);
    refused(software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException.class,
        () -> client.getSecretValue(r -> r.secretId("none")));
  }

  static void checkSsm() throws Exception {
    SsmClient client = SsmClient.create();
    client.putParameter(r -> r.name("/smoke/put").value("v").type(ParameterType.SECURE_STRING));
    var got = client.getParameter(r -> r.name("/smoke/put").withDecryption(true));
    equal("the value", got.parameter().value(), "v");
    refused(ParameterNotFoundException.class, () -> client.getParameter(r -> r.name("/none")));
  }

  static void checkSts() {
    equal("the account", StsClient.create().getCallerIdentity().account(), "000000000000");
  }

  static void checkKms() {
    KmsClient client = KmsClient.create();
    String id = client.createKey().keyMetadata().keyId();
    var scope = Map.of("of", "java");
    var sealed = client.encrypt(r -> r.keyId(id).plaintext(SdkBytes.fromUtf8String("plain")).encryptionContext(scope));
    var opened = client.decrypt(r -> r.ciphertextBlob(sealed.ciphertextBlob()).encryptionContext(scope));
    equal("the plaintext", opened.plaintext().asUtf8String(), "plain");
  }

  static void checkCloudFormation() throws Exception {
    CloudFormationClient client = CloudFormationClient.create();
    String template = """
        {"Resources":{"Made":{"Type":"AWS::SSM::Parameter",
          "Properties":{"Name":"/smoke/made","Type":"String","Value":"v"}}},
         "Outputs":{"Name":{"Value":{"Ref":"Made"}}}}""";
    client.createStack(r -> r.stackName("smoke").templateBody(template));
    var often = FixedDelayBackoffStrategy.create(Duration.ofMillis(100));
    var waiter = CloudFormationWaiter.builder().client(client)
        .overrideConfiguration(c -> c.backoffStrategy(often).maxAttempts(300)).build();
    waiter.waitUntilStackCreateComplete(r -> r.stackName("smoke"));
    var stack = client.describeStacks(r -> r.stackName("smoke")).stacks().get(0);
    equal("the output", stack.outputs().get(0).outputValue(), "/smoke/made");
    var error = refused(CloudFormationException.class, () -> client.describeStacks(r -> r.stackName("none")));
    equal("the code", error.awsErrorDetails().errorCode(), "ValidationError");
    equal("the message", error.awsErrorDetails().errorMessage(), "Stack with id none does not exist");
  }

  static void checkLogs() throws Exception {
    CloudWatchLogsClient client = CloudWatchLogsClient.create();
    client.createLogGroup(r -> r.logGroupName("/smoke"));
    client.createLogStream(r -> r.logGroupName("/smoke").logStreamName("s"));
    client.putLogEvents(r -> r.logGroupName("/smoke").logStreamName("s")
        .logEvents(e -> e.timestamp(System.currentTimeMillis()).message("seen")));
    var found = client.filterLogEvents(r -> r.logGroupName("/smoke").filterPattern("seen"));
    equal("the number of events", found.events().size(), 1);
    refused(ResourceAlreadyExistsException.class, () -> client.createLogGroup(r -> r.logGroupName("/smoke")));
  }

  static void checkCloudWatch() throws Exception {
    CloudWatchClient client = CloudWatchClient.create();
    Instant now = Instant.now();
    var datum = MetricDatum.builder().metricName("Calls").value(2.5).timestamp(now).build();
    client.putMetricData(r -> r.namespace("Smoke").metricData(datum, datum));
    var got = client.getMetricStatistics(r -> r.namespace("Smoke").metricName("Calls").period(3600)
        .startTime(now.minusSeconds(3600)).endTime(now.plusSeconds(3600)).statistics(Statistic.SUM));
    equal("the number of points", got.datapoints().size(), 1);
    equal("the sum", got.datapoints().get(0).sum(), 5.0);
    refused(DashboardNotFoundErrorException.class, () -> client.getDashboard(r -> r.dashboardName("none")));
  }

  static void checkIam() throws Exception {
    // There is no create() of this one: it is of no region.
    IamClient client = IamClient.builder().region(Region.AWS_GLOBAL).build();
    String document = """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow",\
        "Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}""";
    client.createRole(r -> r.roleName("smoke").assumeRolePolicyDocument(document));
    var role = client.getRole(r -> r.roleName("smoke")).role();
    equal("the trust", URLDecoder.decode(role.assumeRolePolicyDocument(), StandardCharsets.UTF_8), document);
    refused(NoSuchEntityException.class, () -> client.getRole(r -> r.roleName("none")));
  }
}
