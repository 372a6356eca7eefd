import type { Collection } from '../../../kernel/collection.ts';
import { raise } from '../../../kernel/errors.ts';
import { nameNotFound } from '../errors.ts';
import type { Entity, Group, IamState, Role, User } from '../state.ts';

/** How inputs and outputs name a role, a user or a group. */
export interface EntityNames {
  readonly RoleName?: string | undefined;
  readonly UserName?: string | undefined;
  readonly GroupName?: string | undefined;
}

/** What operations that exist for roles, users and groups alike need to know of the difference. */
export interface EntityKind<E extends Entity> {
  readonly noun: 'role' | 'user' | 'group';
  readonly member: 'RoleName' | 'UserName' | 'GroupName';
  collection(state: IamState): Collection<E>;
}

/** Roles, for operations that exist for several kinds. */
export const roleKind: EntityKind<Role> = { noun: 'role', member: 'RoleName', collection: (state) => state.roles };
/** Users, likewise. */
export const userKind: EntityKind<User> = { noun: 'user', member: 'UserName', collection: (state) => state.users };
/** Groups, likewise. */
export const groupKind: EntityKind<Group> = {
  noun: 'group',
  member: 'GroupName',
  collection: (state) => state.groups,
};

/** Names are unique regardless of case. */
export const keyOf = (name: string): string => name.toLowerCase();

/** Throws `NoSuchEntity`. */
const findEntity = <E extends Entity>(kind: EntityKind<E>, state: IamState, name: string): E =>
  kind.collection(state).get(keyOf(name)) ?? raise(nameNotFound(kind.noun, name));

/** The entity that an input names by the kind's member. */
export const entityIn = <E extends Entity>(kind: EntityKind<E>, state: IamState, input: EntityNames): E =>
  findEntity(kind, state, input[kind.member] ?? '');

/** By name, regardless of case. Throws `NoSuchEntity`, as the two below. */
export const findRole = (state: IamState, name: string): Role => findEntity(roleKind, state, name);
export const findUser = (state: IamState, name: string): User => findEntity(userKind, state, name);
export const findGroup = (state: IamState, name: string): Group => findEntity(groupKind, state, name);

/** Puts the changed entity in the place of the old one. */
export const saveEntity = <E extends Entity>(kind: EntityKind<E>, state: IamState, entity: E): void =>
  kind.collection(state).set(keyOf(entity.name), entity);

/** Puts a new or changed role in its place. */
export const saveRole = (state: IamState, role: Role): void => saveEntity(roleKind, state, role);
export const saveUser = (state: IamState, user: User): void => saveEntity(userKind, state, user);

/** All roles, users and groups. */
export function* allEntities(
  state: IamState,
): Generator<{ readonly noun: EntityKind<Entity>['noun']; entity: Entity }> {
  for (const entity of state.roles.values()) yield { noun: 'role', entity };
  for (const entity of state.users.values()) yield { noun: 'user', entity };
  for (const entity of state.groups.values()) yield { noun: 'group', entity };
}
