import { terraformProvider } from '../../src/cli/terraform-provider.ts';
import { describeRoot } from './describe-root.ts';

describeRoot('A root of an HTTP API with all that is around it, by the block of squall env --terraform', {
  name: 'platform',
  override: (endpoint) => ({
    file: 'squall_override.tf',
    text: terraformProvider({ endpoint, account: '000000000000', region: 'us-east-1' }),
  }),
});
