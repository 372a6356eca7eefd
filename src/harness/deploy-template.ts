import { SquallError } from '../cloud/kernel/errors.ts';
import type { CloudClient } from './cloud-client.ts';

/**
 * Deploys a template with nothing around it as a new stack. Throws `SquallError` naming the first resource that failed
 * and why.
 */
export async function deployTemplate(
  client: CloudClient,
  name: string,
  template: string,
  parameters: Readonly<Record<string, string>>,
  { isUpdate = false }: { readonly isUpdate?: boolean } = {},
): Promise<void> {
  const input = {
    StackName: name,
    TemplateBody: template,
    Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue })),
    Capabilities: ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM', 'CAPABILITY_AUTO_EXPAND'],
  };
  const call = client.call('cloudformation', isUpdate ? 'UpdateStack' : 'CreateStack', input);
  await call.catch((error: unknown) => {
    if (!isUpdate || !/No updates are to be performed/.test(String(error))) throw error;
  });
  await settled(client, name);
}

async function settled(client: CloudClient, name: string): Promise<void> {
  for (;;) {
    const described = await client.call<{
      readonly Stacks: readonly { readonly StackStatus: string; readonly StackStatusReason?: string }[];
    }>('cloudformation', 'DescribeStacks', { StackName: name });
    const [stack] = described.Stacks;
    const status = stack?.StackStatus ?? '';
    if (/^(?:CREATE|UPDATE)_COMPLETE$/.test(status)) return;
    if (!/^(?:CREATE|UPDATE)_(?:COMPLETE_CLEANUP_)?IN_PROGRESS$/.test(status))
      throw await failed(client, name, stack?.StackStatusReason);
    await new Promise((go) => setImmediate(go));
  }
}

async function failed(client: CloudClient, name: string, reason: string | undefined): Promise<SquallError> {
  const { StackEvents } = await client.call<{
    readonly StackEvents: readonly {
      readonly ResourceStatus?: string;
      readonly ResourceStatusReason?: string;
      readonly LogicalResourceId?: string;
    }[];
  }>('cloudformation', 'DescribeStackEvents', { StackName: name });
  const first = StackEvents.filter(({ ResourceStatus }) => ResourceStatus?.endsWith('_FAILED')).at(-1);
  const why = first ? `${first.LogicalResourceId}: ${first.ResourceStatusReason}` : (reason ?? 'no reason was given');
  return new SquallError('DeployFailed', `The template cannot be deployed: ${why}`, 'Mend the template.');
}
