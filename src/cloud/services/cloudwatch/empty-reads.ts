import type { EmptyReads } from '../../service-kit/empty-reads.ts';

/** Lists of what nobody can have made here. */
export const cloudwatchEmptyReads: EmptyReads = {
  ListAlarmMuteRules: { madeBy: ['PutAlarmMuteRule'] },
};
