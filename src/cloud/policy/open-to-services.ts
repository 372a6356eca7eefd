import type { Policy } from './statement.ts';

/** A policy of a topic or a queue, as it is judged: there, `{"AWS":"*"}` lets services in as `"*"` does. */
export const openToServices = (policy: Policy): Policy => ({
  ...policy,
  statements: policy.statements.map((statement) => {
    const { principals } = statement;
    const isOpen = principals !== undefined && principals !== '*' && principals.AWS.includes('*');
    return isOpen ? { ...statement, principals: '*' as const } : statement;
  }),
});
