import { describe, expect, it } from 'vitest';
import { type Caller, rootCaller } from '../../../kernel/identity.ts';
import { World } from '../../../kernel/world.ts';
import { type Entity, type IamState, openIamState } from '../state.ts';
import { policiesOfCaller } from './caller-policies.ts';

const account = '000000000000';
const known = 'arn:aws:iam::aws:policy/AdministratorAccess';
const unknown = 'arn:aws:iam::aws:policy/SomethingElse';

const entity = (kind: string, name: string, policies: Partial<Entity> = {}): Entity => ({
  name,
  id: name,
  arn: `arn:aws:iam::${account}:${kind}/${name}`,
  path: '/',
  createdMs: 0,
  inlinePolicies: {},
  attachedPolicies: [],
  ...policies,
});

const caller = (kind: Caller['kind'], arn: string): Caller => ({ kind, account, arn, userId: '', principal: '' });

const open = (): IamState => openIamState(new World().scope('iam', account, 'global'));

describe('policiesOfCaller', () => {
  it('lists inline and attached policies of a role session, and its boundary', () => {
    const state = open();
    const role = entity('role', 'Worker', { inlinePolicies: { own: '{}' }, attachedPolicies: [known, unknown] });
    state.roles.set('worker', {
      ...role,
      trustPolicy: '{}',
      maxSessionSeconds: 3600,
      tags: {},
      permissionsBoundary: known,
    });

    const found = policiesOfCaller(state, caller('assumed-role', `arn:aws:sts::${account}:assumed-role/Worker/s`));

    expect(found?.policies).toEqual([
      { name: 'own', source: role.arn, document: '{}' },
      { name: known, source: role.arn, document: expect.stringContaining('"*"') },
      { name: unknown, source: role.arn, document: undefined },
    ]);
    expect(found?.boundary?.name).toBe(known);
  });

  it('adds the policies of a user’s groups', () => {
    const state = open();
    state.groups.set('team', entity('group', 'team', { inlinePolicies: { shared: '{}' } }));
    state.users.set('ada', { ...entity('user', 'ada'), tags: {}, groups: ['team'] });

    const found = policiesOfCaller(state, caller('user', `arn:aws:iam::${account}:user/ada`));

    expect(found?.policies.map(({ name }) => name)).toEqual(['shared']);
    expect(found?.boundary).toBeUndefined();
  });

  it('knows nothing of root and of roles that are gone', () => {
    const gone = caller('assumed-role', `arn:aws:sts::${account}:assumed-role/gone/s`);

    expect(policiesOfCaller(open(), rootCaller(account, 'key'))).toBeUndefined();
    expect(policiesOfCaller(open(), gone)).toBeUndefined();
  });
});
