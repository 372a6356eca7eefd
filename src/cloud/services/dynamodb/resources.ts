import type { ResourceType } from '../../kernel/service.ts';
export const resources: Readonly<Record<string, ResourceType>> = {};
