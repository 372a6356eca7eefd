import type { ResourceType } from '../../../kernel/service.ts';
export const httpApiResources: Readonly<Record<string, ResourceType>> = {};
