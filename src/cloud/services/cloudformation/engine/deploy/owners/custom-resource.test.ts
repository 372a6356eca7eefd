import { describe, expect, it } from 'vitest';
import { responsePlane } from '../../../response-plane.ts';
import { type FakeCloud, fakeCloud, template } from '../../../testing/fake-cloud.ts';

type Event = Readonly<Record<string, unknown>> & { readonly RequestType: string; readonly ResponseURL: string };

/** A cloud whose Lambda answers custom resources by `handler`, as a function would: with a PUT to the ResponseURL. */
function cloudWith(handler: (event: Event) => object | undefined): FakeCloud & { readonly seen: Event[] } {
  const seen: Event[] = [];
  const cloud: FakeCloud = fakeCloud((service, operation, input) => {
    if (service !== 'lambda' || operation !== 'Invoke') return {};
    const event = JSON.parse(Buffer.from(input.Payload as Uint8Array).toString()) as Event;
    seen.push(event);
    const answer = handler(event);
    if (!answer) return { StatusCode: 200 };
    void responsePlane.handle(
      {
        method: 'PUT',
        path: new URL(event.ResponseURL).pathname,
        query: '',
        headers: {},
        rawHeaders: [],
        body: Buffer.from(JSON.stringify(answer)),
        remoteAddress: '',
      },
      cloud.kernel,
      cloud.runtime,
    );
    return { StatusCode: 200 };
  });
  return Object.assign(cloud, { seen });
}

const custom = (properties: object = {}, more: object = {}) => ({
  Type: 'Custom::Widget',
  Properties: { ServiceToken: 'arn:aws:lambda:eu-west-1:111111111111:function:f', ...properties },
  ...more,
});

const silentCreation = ({ RequestType }: Event) => (RequestType === 'Create' ? undefined : { Status: 'SUCCESS' });

describe('Custom resources', () => {
  it('are made by the function, whose data Fn::GetAtt answers', async () => {
    const cloud = cloudWith(() => ({ Status: 'SUCCESS', PhysicalResourceId: 'w1', Data: { Size: 3 } }));

    await cloud.send('CreateStack', {
      StackName: 's',
      TemplateBody: template({
        W: custom({ Count: 2, Deep: { On: true } }),
        A: { Properties: { Value: { 'Fn::GetAtt': ['W', 'Size'] } } },
      }),
    });

    expect(cloud.seen[0]).toMatchObject({
      RequestType: 'Create',
      LogicalResourceId: 'W',
      ResourceType: 'Custom::Widget',
      ResourceProperties: { Count: '2', Deep: { On: 'true' } },
    });
    expect(cloud.status('s').status).toBe('CREATE_COMPLETE');
    expect([...cloud.state.resources.values()].find(({ logicalId }) => logicalId === 'A')?.properties).toEqual({
      Value: 3,
    });
  });

  it('are updated with old and new properties; another physical id means that the old one is deleted', async () => {
    let id = 'w1';
    const cloud = cloudWith(() => ({ Status: 'SUCCESS', PhysicalResourceId: id }));
    await cloud.send('CreateStack', { StackName: 's', TemplateBody: template({ W: custom({ V: 1 }) }) });
    id = 'w2';

    await cloud.send('UpdateStack', { StackName: 's', TemplateBody: template({ W: custom({ V: 2 }) }) });

    expect(cloud.seen.map(({ RequestType, PhysicalResourceId }) => [RequestType, PhysicalResourceId])).toEqual([
      ['Create', undefined],
      ['Update', 'w1'],
      ['Delete', 'w1'],
    ]);
    expect(cloud.seen[1]).toMatchObject({ OldResourceProperties: { V: '1' }, ResourceProperties: { V: '2' } });
  });

  it('that fail say why, and are asked to delete what they may have made', async () => {
    const cloud = cloudWith(({ RequestType }) =>
      RequestType === 'Create'
        ? { Status: 'FAILED', Reason: 'no luck', PhysicalResourceId: 'half' }
        : { Status: 'SUCCESS', PhysicalResourceId: 'half' },
    );

    await cloud.send('CreateStack', { StackName: 's', TemplateBody: template({ W: custom() }) });

    const failed = [...cloud.state.events.values()].find(({ status }) => status === 'CREATE_FAILED');
    expect(failed?.reason).toMatch(
      /^Received response status \[FAILED\] from custom resource\. Message returned: no luck \(RequestId: /,
    );
    expect(cloud.seen[1]).toMatchObject({ RequestType: 'Delete', PhysicalResourceId: 'half' });
    expect(cloud.status('s').status).toBe('ROLLBACK_COMPLETE');
  });

  it('whose function dies say in a line of what', async () => {
    const error = {
      errorType: 'Runtime.ImportModuleError',
      errorMessage: "Error: Cannot find module 'x'\nRequire stack:\n- /a/b.js",
      trace: ['Runtime.ImportModuleError: …'],
    };
    const dying = fakeCloud((_, operation) =>
      operation === 'Invoke' ? { FunctionError: 'Unhandled', Payload: Buffer.from(JSON.stringify(error)) } : {},
    );

    await dying.send('CreateStack', { StackName: 's', TemplateBody: template({ W: custom() }) });

    const failed = [...dying.state.events.values()].find(({ status }) => status === 'CREATE_FAILED');
    expect(failed?.reason).toBe(
      "The custom resource's function failed without an answer: Runtime.ImportModuleError: Error: Cannot find module 'x'",
    );
  });

  it('that never answer time out by the clock', async () => {
    const cloud = cloudWith(({ RequestType }) => (RequestType === 'Create' ? undefined : { Status: 'SUCCESS' }));

    const creation = cloud.send('CreateStack', {
      StackName: 's',
      TemplateBody: template({ W: custom({ ServiceTimeout: 10 }) }),
    });
    while (cloud.seen.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await cloud.clock.advance('10s');
    await creation;

    const failed = [...cloud.state.events.values()].find(({ status }) => status === 'CREATE_FAILED');
    expect(failed?.reason).toContain('CloudFormation did not receive a response from your Custom Resource.');
  });

  it('that wait are cancelled by another failure', async () => {
    const cloud = cloudWith(silentCreation);

    await cloud.send('CreateStack', {
      StackName: 's',
      TemplateBody: template({ W: custom(), Bad: { Properties: { Fail: 'create' } } }),
    });

    expect(cloud.status('s').status).toBe('ROLLBACK_COMPLETE');
    const reasons = [...cloud.state.events.values()]
      .filter(({ logicalId }) => logicalId === 'W')
      .map(({ reason }) => reason);
    expect(reasons).toContain('Resource creation cancelled');
  });
});

describe('A stack that takes longer than a client waits', () => {
  it('is answered after a while and goes on', async () => {
    const cloud = cloudWith(silentCreation);

    const creation = cloud.send('CreateStack', { StackName: 's', TemplateBody: template({ W: custom() }) });
    while (cloud.seen.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await cloud.clock.advance('45s');
    await creation;
    expect(cloud.status('s').status).toBe('CREATE_IN_PROGRESS');
    const token = new URL(cloud.seen[0]?.ResponseURL ?? '').pathname.split('/').at(-1) ?? '';
    cloud.runtime.answer(token, { Status: 'SUCCESS', PhysicalResourceId: 'late' });
    const id = cloud.state.stackIds.get('s') ?? '';
    await cloud.runtime.underway(id)?.finished;

    expect(cloud.status('s').status).toBe('CREATE_COMPLETE');
  });

  it('is cut short by DeleteStack', async () => {
    const cloud = cloudWith(silentCreation);
    const creation = cloud.send('CreateStack', { StackName: 's', TemplateBody: template({ W: custom(), A: {} }) });
    while (cloud.seen.length === 0) await new Promise((resolve) => setImmediate(resolve));

    await cloud.send('DeleteStack', { StackName: 's' });
    await creation;

    expect(cloud.status('s').status).toBe('DELETE_COMPLETE');
    expect(cloud.calls).toContain('delete A-1');
  });
});
