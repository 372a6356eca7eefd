import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';

/** What the functions must know and nobody else may: functions get the ARNs, never the values. */
export class OrdersSecrets extends Construct {
  /** The payment provider's API key, as `{"apiKey":"…"}`. */
  readonly payments: Secret;
  /** Signs the cursors of lists, so that clients cannot make up their own. */
  readonly cursors: Secret;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.payments = new Secret(this, 'Payments', {
      description: 'API key of the payment provider',
      generateSecretString: { secretStringTemplate: '{}', generateStringKey: 'apiKey', excludePunctuation: true },
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.cursors = new Secret(this, 'Cursors', {
      description: 'Key that signs list cursors',
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy: RemovalPolicy.DESTROY,
    });
    Validations.of(this.payments).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: 'The provider issues the key; it is rotated at the provider and put here by its rotation job.',
    });
    Validations.of(this.cursors).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: 'A changed key only ends cursors that are open; it is replaced by hand when it must be.',
    });
  }
}
