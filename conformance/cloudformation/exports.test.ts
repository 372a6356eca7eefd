import * as Cfn from '@aws-sdk/client-cloudformation';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
let client: Cfn.CloudFormationClient;
beforeEach(async () => {
  client = target.client(Cfn.CloudFormationClient);
});

const exporting = JSON.stringify({
  Resources: { P: { Type: 'AWS::SSM::Parameter', Properties: { Name: '/p', Type: 'String', Value: 'x' } } },
  Outputs: { Name: { Value: { Ref: 'P' }, Export: { Name: 'parameter-name' } } },
});
const importing = JSON.stringify({
  Resources: {
    Q: {
      Type: 'AWS::SSM::Parameter',
      Properties: { Name: '/q', Type: 'String', Value: { 'Fn::ImportValue': 'parameter-name' } },
    },
  },
});
const create = (StackName: string, TemplateBody: string) =>
  client.send(new Cfn.CreateStackCommand({ StackName, TemplateBody }));

describe('exports', () => {
  it('ListExports › tells name, value and stack of each', async () => {
    const none = await client.send(new Cfn.ListExportsCommand({}));
    const { StackId } = await create('giver', exporting);

    const { Exports } = await client.send(new Cfn.ListExportsCommand({}));

    expect(none.Exports).toEqual([]);
    expect(Exports).toEqual([{ ExportingStackId: StackId, Name: 'parameter-name', Value: '/p' }]);
  });

  it('Fn::ImportValue › of what nobody exports rolls the stack back', async () => {
    await create('taker', importing);

    const { Stacks } = await client.send(new Cfn.DescribeStacksCommand({ StackName: 'taker' }));

    expect(Stacks).toMatchObject([
      {
        StackStatus: 'ROLLBACK_COMPLETE',
        DeletionTime: expect.any(Date),
      },
    ]);
    expect(Stacks?.[0]).not.toHaveProperty('Outputs');
    expect(Stacks?.[0]).not.toHaveProperty('Parameters');
    expect(Stacks?.[0]).not.toHaveProperty('Capabilities');
  });

  it('ListImports › tells the stacks that import, and refuses an export that nobody does', async () => {
    await create('giver', exporting);
    const list = () => client.send(new Cfn.ListImportsCommand({ ExportName: 'parameter-name' }));

    await expect(list()).rejects.toMatchObject({
      name: 'ValidationError',
      message: "Export 'parameter-name' is not imported by any stack.",
    });
    await create('taker', importing);

    expect((await list()).Imports).toEqual(['taker']);
  });
});
