import { defaultAccount } from '../../../kernel/identity.ts';
import type { DataPlane } from '../../../service-kit/contract.ts';
import type { SnsRuntime } from '../runtime.ts';
import { openSnsState } from '../state.ts';

const outboxPath = '/_squall/sns/outbox';

/**
 * `GET /_squall/sns/outbox?protocol=email&endpoint=ann@example.com`: what was sent to people and phones, oldest first.
 * `account` and `region` where those are not the usual ones. DELETE empties it.
 */
export const outboxPlane: DataPlane<SnsRuntime | undefined> = {
  name: 'sns-outbox',
  isOpenToPages: false,
  pathPrefix: outboxPath,
  async handle(request, kernel) {
    const query = new URLSearchParams(request.query);
    const account = query.get('account') ?? defaultAccount;
    const region = query.get('region') ?? kernel.settings.defaultRegion;
    const { outbox } = openSnsState(kernel.world.scope('sns', account, region));
    if (request.method === 'DELETE') {
      for (const key of [...outbox.keys()]) outbox.delete(key);
      kernel.world.commit();
      return { status: 204, headers: {}, body: '' };
    }
    if (request.method !== 'GET') return { status: 405, headers: { allow: 'GET, DELETE' }, body: '' };
    const wanted = (['protocol', 'endpoint'] as const).filter((name) => query.has(name));
    const messages = [...outbox.values()]
      .filter((entry) => wanted.every((name) => entry[name] === query.get(name)))
      .map(({ sentMs, ...entry }) => ({ ...entry, sentAt: new Date(sentMs).toISOString() }));
    return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ messages }) };
  },
};
