import { describe, expect, it } from 'vitest';
import { fakeCloud, template } from '../../testing/fake-cloud.ts';

describe('CreateStack', () => {
  it('ends without a word when it is undone in its midst, as where it could not be written down', async () => {
    const cloud = fakeCloud(() => {
      for (const id of [...cloud.state.stacks.keys()]) cloud.state.stacks.delete(id);
      return { Parameter: { Value: 'read' } };
    });

    await cloud.send('CreateStack', {
      StackName: 's',
      TemplateBody: template({ A: { Properties: { Value: '{{resolve:ssm:name}}' } }, B: { DependsOn: 'A' } }),
    });

    expect(cloud.calls).toEqual([]);
    expect(cloud.events('s')).toEqual(['s CREATE_IN_PROGRESS', 'A CREATE_IN_PROGRESS']);
    expect(cloud.state.stacks.size).toBe(0);
  });

  it('creates resources in the order of their references and is complete when it answers', async () => {
    const cloud = fakeCloud();

    await cloud.send('CreateStack', {
      StackName: 's',
      TemplateBody: template(
        { C: { DependsOn: 'B' }, B: { Properties: { Of: { Ref: 'A' } } }, A: {} },
        { Outputs: { Name: { Value: { 'Fn::Sub': '${A}/${B.Of}' } } } },
      ),
    });

    expect(cloud.calls).toEqual(['create A', 'create B', 'create C']);
    expect(cloud.status('s')).toEqual({ status: 'CREATE_COMPLETE', reason: undefined });
    const { Stacks } = await cloud.send<{ Stacks: { Outputs: unknown }[] }>('DescribeStacks', { StackName: 's' });
    expect(Stacks[0]?.Outputs).toMatchObject([{ OutputKey: 'Name', OutputValue: 'A-1/A-1' }]);
  });

  it('rolls back in reverse order when a resource fails', async () => {
    const cloud = fakeCloud();

    await cloud.send('CreateStack', {
      StackName: 's',
      TemplateBody: template({
        A: {},
        B: { DependsOn: 'A' },
        Bad: { DependsOn: 'B', Properties: { Fail: 'create' } },
        Never: { DependsOn: 'Bad' },
      }),
    });

    expect(cloud.calls).toEqual(['create A', 'create B', 'create Bad', 'delete B-2', 'delete A-1']);
    expect(cloud.status('s')).toEqual({ status: 'ROLLBACK_COMPLETE', reason: undefined });
    expect(cloud.events('s')).toContain('Bad CREATE_FAILED');
    const rollback = [...cloud.state.events.values()].find(({ status }) => status === 'ROLLBACK_IN_PROGRESS');
    expect(rollback?.reason).toBe('The following resource(s) failed to create: [Bad]. Rollback requested by user.');
  });

  it('leaves what is there when rollback is disabled', async () => {
    const cloud = fakeCloud();

    await cloud.send('CreateStack', {
      StackName: 's',
      DisableRollback: true,
      TemplateBody: template({ A: {}, Bad: { DependsOn: 'A', Properties: { Fail: 'create' } } }),
    });

    expect(cloud.calls).not.toContain('delete A-1');
    expect(cloud.status('s')).toEqual({
      status: 'CREATE_FAILED',
      reason: 'The following resource(s) failed to create: [Bad]. ',
    });
  });

  it('deletes the stack with OnFailure DELETE', async () => {
    const cloud = fakeCloud();

    await cloud.send('CreateStack', {
      StackName: 's',
      OnFailure: 'DELETE',
      TemplateBody: template({ A: {}, Bad: { DependsOn: 'A', Properties: { Fail: 'create' } } }),
    });

    expect(cloud.status('s').status).toBe('DELETE_COMPLETE');
    await expect(cloud.send('DescribeStacks', { StackName: 's' })).rejects.toThrow('Stack with id s does not exist');
  });

  it.each([
    ['Retain', ['create A', 'create Bad']],
    ['RetainExceptOnCreate', ['create A', 'create Bad', 'delete A-1']],
  ])('on rollback honours DeletionPolicy %s', async (DeletionPolicy, calls) => {
    const cloud = fakeCloud();

    await cloud.send('CreateStack', {
      StackName: 's',
      TemplateBody: template({ A: { DeletionPolicy }, Bad: { DependsOn: 'A', Properties: { Fail: 'create' } } }),
    });

    expect(cloud.calls).toEqual(calls);
  });

  it('refuses a template of types that nobody emulates, naming them all, before anything is made', async () => {
    const cloud = fakeCloud();
    const resources = {
      A: {},
      G: { Type: 'AWS::AppSync::GraphQLApi' },
      H: { Type: 'AWS::AppSync::GraphQLApi' },
      Q: { Type: 'AWS::MSK::Cluster' },
    };

    const created = cloud.send('CreateStack', { StackName: 's', TemplateBody: template(resources) });

    await expect(created).rejects.toThrow('Squall does not emulate AWS::AppSync::GraphQLApi, AWS::MSK::Cluster.');
    expect([...cloud.state.stacks.values()]).toEqual([]);
  });

  it('says in the log what is stored only, once, and again when it comes again', async () => {
    const cloud = fakeCloud();
    const kept = { Properties: { Kept: 1 } };

    await cloud.send('CreateStack', { StackName: 's', TemplateBody: template({ A: kept, B: kept }) });
    const told = [...cloud.log];
    await cloud.send('UpdateStack', { StackName: 's', TemplateBody: template({ A: kept, C: kept }) });
    await cloud.send('UpdateStack', { StackName: 's', TemplateBody: template({ B: {} }) });
    const unchanged = [...cloud.log];
    await cloud.send('UpdateStack', { StackName: 's', TemplateBody: template({ B: kept }) });

    const line = 'warn  s: kept, and without effect here: Test::Thing.Kept (nothing here reads it)';
    expect(told).toEqual([line]);
    expect(unchanged).toEqual([line]);
    expect(cloud.log).toEqual([line, line]);
  });

  it('makes what is left when a condition takes a type that nobody emulates', async () => {
    const cloud = fakeCloud();
    const more = { Conditions: { No: { 'Fn::Equals': ['a', 'b'] } } };

    await cloud.send('CreateStack', {
      StackName: 's',
      TemplateBody: template({ A: {}, G: { Type: 'AWS::AppSync::GraphQLApi', Condition: 'No' } }, more),
    });

    expect(cloud.calls).toEqual(['create A']);
  });

  it('leaves out resources whose condition is false', async () => {
    const cloud = fakeCloud();

    await cloud.send('CreateStack', {
      StackName: 's',
      Parameters: [{ ParameterKey: 'Stage', ParameterValue: 'test' }],
      TemplateBody: template(
        {
          Prod: { Condition: 'IsProd' },
          A: { Properties: { Value: { 'Fn::If': ['IsProd', { Ref: 'Prod' }, { Ref: 'AWS::NoValue' }] } } },
        },
        {
          Parameters: { Stage: { Type: 'String' } },
          Conditions: { IsProd: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] } },
        },
      ),
    });

    expect(cloud.calls).toEqual(['create A']);
  });

  it('answers the same request once more without doing it again', async () => {
    const cloud = fakeCloud();
    const request = { StackName: 's', TemplateBody: template({ A: {} }), ClientRequestToken: 'once' };

    const first = await cloud.send('CreateStack', request);
    const second = await cloud.send('CreateStack', request);

    expect(second).toEqual(first);
    expect(cloud.calls).toEqual(['create A']);
    await expect(cloud.send('CreateStack', { ...request, ClientRequestToken: 'other' })).rejects.toThrow(
      'Stack [s] already exists',
    );
  });

  it('fails and rolls back when an export is taken', async () => {
    const cloud = fakeCloud();
    const TemplateBody = template({ A: {} }, { Outputs: { O: { Value: 'x', Export: { Name: 'taken' } } } });
    await cloud.send('CreateStack', { StackName: 'first', TemplateBody });

    await cloud.send('CreateStack', { StackName: 'second', TemplateBody });

    expect(cloud.status('second').status).toBe('ROLLBACK_COMPLETE');
    const rollback = [...cloud.state.events.values()].find(({ status }) => status === 'ROLLBACK_IN_PROGRESS');
    expect(rollback?.reason).toContain('Export with name taken is already exported by stack first. ');
  });

  it('tells of events as they happen', async () => {
    const cloud = fakeCloud();
    const seen: string[] = [];
    const stop = cloud.runtime.onEvent((event) => seen.push(`${event.logicalId} ${event.status}`));

    await cloud.send('CreateStack', { StackName: 's', TemplateBody: template({ A: {} }) });
    stop();
    await cloud.send('DeleteStack', { StackName: 's' });

    expect(seen).toEqual([
      's CREATE_IN_PROGRESS',
      'A CREATE_IN_PROGRESS',
      'A CREATE_IN_PROGRESS',
      'A CREATE_COMPLETE',
      's CREATE_COMPLETE',
    ]);
  });
});
