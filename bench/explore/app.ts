import { join } from 'node:path';
import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';

/** A function of four calls with the SDK in its bundle, as it is deployed where cold starts count. */
const stack = new Stack(new App(), 'Bench');
const handler = new NodejsFunction(stack, 'Handler', {
  entry: join(import.meta.dirname, 'handler.ts'),
  runtime: Runtime.NODEJS_24_X,
  timeout: Duration.seconds(10),
  bundling: { minify: true, bundleAwsSDK: true, target: 'node24' },
});
for (const [id, key] of [
  ['Requests', 'id'],
  ['Orders', 'orderId'],
] as const) {
  const table = new Table(stack, id, {
    partitionKey: { name: key, type: AttributeType.STRING },
    billingMode: BillingMode.PAY_PER_REQUEST,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  table.grantReadWriteData(handler);
  handler.addEnvironment(`${id.toUpperCase()}_TABLE`, table.tableName);
}
new HttpApi(stack, 'Api').addRoutes({
  path: '/orders',
  methods: [HttpMethod.POST],
  integration: new HttpLambdaIntegration('Integration', handler),
});
