import { SquallError } from '../../../kernel/errors.ts';
import type { HttpRequest, HttpResponse } from '../../../kernel/http.ts';
import { defaultAccount } from '../../../kernel/identity.ts';
import { parseJson } from '../../../kernel/json.ts';
import type { CloudKernel, DataPlane } from '../../../service-kit/contract.ts';
import type { StatesRuntime } from '../runtime.ts';
import { openStatesState, type StatesState } from '../state.ts';
import { readMocks } from './read-mocks.ts';

/**
 * `/_squall/states/mocks`: GET lists mocks of tasks, POST adds one, several or a mock file of Step Functions Local, DELETE
 * takes those away that were added. `account` and `region` where those are not the usual ones.
 */
export const mocksPlane: DataPlane<StatesRuntime | undefined> = {
  name: 'states-mocks',
  isOpenToPages: false,
  pathPrefix: '/_squall/states/mocks',
  async handle(request, kernel, runtime) {
    const query = new URLSearchParams(request.query);
    const account = query.get('account') ?? defaultAccount;
    const region = query.get('region') ?? kernel.settings.defaultRegion;
    const state = openStatesState(kernel.world.scope('states', account, region));
    try {
      return answer(request, { state, runtime }, kernel);
    } catch (error) {
      if (!(error instanceof SquallError)) throw error;
      return json(400, { code: error.code, message: error.message, hint: error.hint });
    }
  },
};

interface Parts {
  readonly state: StatesState;
  readonly runtime: StatesRuntime | undefined;
}

function answer({ method, body }: HttpRequest, { state: { mocks }, runtime }: Parts, kernel: CloudKernel) {
  if (method === 'GET') return json(200, { mocks: [...(runtime?.mocks ?? []), ...mocks.values()] });
  if (method === 'DELETE') {
    const keys = [...mocks.keys()];
    for (const key of keys) mocks.delete(key);
    kernel.world.commit();
    return json(200, { removed: keys.length });
  }
  if (method !== 'POST') return { status: 405, headers: { allow: 'GET, POST, DELETE' }, body: '' };
  const added = readMocks(parseJson(Buffer.from(body).toString()));
  let last = Number([...mocks.keys()].at(-1) ?? 0);
  for (const mock of added) mocks.set(String(++last).padStart(9, '0'), mock);
  kernel.world.commit();
  return json(200, { added: added.length });
}

const json = (status: number, value: object): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
});
