import { Validations } from 'aws-cdk-lib';
import { CfnIntegration, CfnRoute, type HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { quoteDefinition } from './quote-definition.ts';
import { Workflow } from './workflow.ts';

export interface OrdersQuotesProps {
  readonly http: HttpApi;
  readonly catalog: Table;
}

/**
 * `POST /quotes`: an express workflow that the API waits for, without a function in between. Clients get the execution as
 * Step Functions tells it: the quote is its `output`, problem details are its `cause`.
 */
export class OrdersQuotes extends Construct {
  readonly workflow: Workflow;

  constructor(scope: Construct, id: string, { http, catalog }: OrdersQuotesProps) {
    super(scope, id);
    this.workflow = new Workflow(this, 'Quote', {
      comment: 'Prices what somebody may want to order',
      definition: quoteDefinition,
      substitutions: { CatalogTable: catalog.tableName },
      isExpress: true,
      // Refused requests are failed executions, too.
      failuresMax: 50,
    });
    this.workflow.allow(['dynamodb:GetItem'], [catalog.tableArn]);
    this.#addRoute(http);
  }

  /** By its resources: the CDK's integration can neither hand the body on nor map the answer's status. */
  #addRoute(http: HttpApi): void {
    const { stateMachineArn } = this.workflow.machine;
    const role = new Role(this, 'RouteRole', {
      assumedBy: new ServicePrincipal('apigateway.amazonaws.com'),
      inlinePolicies: {
        integration: new PolicyDocument({
          statements: [new PolicyStatement({ actions: ['states:StartSyncExecution'], resources: [stateMachineArn] })],
        }),
      },
    });
    const integration = new CfnIntegration(this, 'Integration', {
      apiId: http.apiId,
      integrationType: 'AWS_PROXY',
      integrationSubtype: 'StepFunctions-StartSyncExecution',
      payloadFormatVersion: '1.0',
      credentialsArn: role.roleArn,
      requestParameters: { StateMachineArn: stateMachineArn, Input: '$request.body' },
      // A failed execution is answered with 200; its error is the status that the client is to see.
      responseParameters: {
        '200': {
          ResponseParameters: [
            { Destination: 'overwrite:statuscode', Source: '$response.body.error' },
            { Destination: 'overwrite:header.content-type', Source: 'application/json' },
          ],
        },
      },
    });
    const route = new CfnRoute(this, 'Route', {
      apiId: http.apiId,
      routeKey: 'POST /quotes',
      target: `integrations/${integration.ref}`,
    });
    Validations.of(route).acknowledge({
      id: 'AwsSolutions-APIG4',
      reason: 'The reference API is public; a team puts its own authorizer here.',
    });
  }
}
