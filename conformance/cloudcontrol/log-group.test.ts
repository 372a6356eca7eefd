import {
  CloudControlClient,
  CreateResourceCommand,
  DeleteResourceCommand,
  GetResourceCommand,
  GetResourceRequestStatusCommand,
  ListResourcesCommand,
  UpdateResourceCommand,
} from '@aws-sdk/client-cloudcontrol';
import { expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
const TypeName = 'AWS::Logs::LogGroup';

it('a log group is created, read, changed, listed and deleted', async () => {
  const client = target.client(CloudControlClient);
  const endOf = async (RequestToken: string | undefined) =>
    (await client.send(new GetResourceRequestStatusCommand({ RequestToken }))).ProgressEvent;
  const read = async () => {
    const got = await client.send(new GetResourceCommand({ TypeName, Identifier: '/app' }));
    return JSON.parse(got.ResourceDescription?.Properties ?? '');
  };

  const DesiredState = JSON.stringify({ LogGroupName: '/app', RetentionInDays: 7 });
  const created = await client.send(new CreateResourceCommand({ TypeName, DesiredState }));
  const createdEnd = await endOf(created.ProgressEvent?.RequestToken);
  const first = await read();
  const PatchDocument = JSON.stringify([{ op: 'replace', path: '/RetentionInDays', value: 14 }]);
  const updated = await client.send(new UpdateResourceCommand({ TypeName, Identifier: '/app', PatchDocument }));
  const updatedEnd = await endOf(updated.ProgressEvent?.RequestToken);
  const second = await read();
  const listed = await client.send(new ListResourcesCommand({ TypeName }));
  const deleted = await client.send(new DeleteResourceCommand({ TypeName, Identifier: '/app' }));
  const deletedEnd = await endOf(deleted.ProgressEvent?.RequestToken);

  expect(created.ProgressEvent).toMatchObject({
    TypeName,
    Identifier: '/app',
    Operation: 'CREATE',
    OperationStatus: 'IN_PROGRESS',
  });
  expect(createdEnd).toMatchObject({ OperationStatus: 'SUCCESS', Identifier: '/app' });
  expect(JSON.parse(createdEnd?.ResourceModel ?? '')).toEqual(first);
  expect(first).toEqual({
    Arn: 'arn:aws:logs:us-east-1:000000000000:log-group:/app:*',
    LogGroupClass: 'STANDARD',
    LogGroupName: '/app',
    RetentionInDays: 7,
  });
  expect(updated.ProgressEvent).toMatchObject({ Operation: 'UPDATE', OperationStatus: 'IN_PROGRESS' });
  expect(updatedEnd).toMatchObject({ OperationStatus: 'SUCCESS' });
  expect(second).toEqual({ ...first, RetentionInDays: 14 });
  expect(listed.ResourceDescriptions).toEqual([{ Identifier: '/app', Properties: JSON.stringify(second) }]);
  expect(deletedEnd).toMatchObject({ Operation: 'DELETE', OperationStatus: 'SUCCESS', Identifier: '/app' });
  await expect(read()).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: expect.stringMatching(
      /^AWS::Logs::LogGroup Handler returned status FAILED: .+ \(HandlerErrorCode: NotFound, RequestToken: .+\)$/,
    ),
  });
});
