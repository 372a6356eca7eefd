/** The reference API as a CDK app. Nothing in here knows where it is deployed. */
import { App, Tags, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { OrdersStack } from './orders-stack.ts';

const app = new App();
const stack = new OrdersStack(app, 'Orders', { description: 'Orders API: idempotent orders, paid once' });
Tags.of(stack).add('application', 'orders');
Validations.of(app).addPlugins(new AwsSolutionsChecks(app, { verbose: true }));
app.synth();
