import { expect, it } from 'vitest';
import { World } from '../../kernel/world.ts';
import { recoverRequests } from './recover.ts';
import { openCloudControlState, type ResourceRequest } from './state.ts';

it('requests whose process was killed are found failed, and those that were over as they were', () => {
  const world = new World();
  const { requests } = openCloudControlState(world.scope('cloudcontrol', '000000000000', 'us-east-1'));
  const request = { number: 1, operation: 'CREATE', typeName: 'AWS::SQS::Queue', atMs: 0 } as const;
  const cut: ResourceRequest = { ...request, token: 'cut', status: 'IN_PROGRESS' };
  const over: ResourceRequest = { ...request, token: 'over', status: 'SUCCESS' };
  for (const one of [cut, over]) requests.set(one.token, one);

  recoverRequests({ world });

  expect(requests.get('cut')).toMatchObject({ status: 'FAILED', errorCode: 'ServiceInternalError' });
  expect(requests.get('over')).toEqual(over);
});
