import type { Service } from './kernel/service.ts';

/** Every service of the cloud. The only file that names them all; a new service is a new line here. */
export const registry: readonly Service[] = [];
