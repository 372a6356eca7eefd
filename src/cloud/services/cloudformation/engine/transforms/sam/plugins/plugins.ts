import { defaultDefinitions } from './default-definitions.ts';
import { implicitHttpApi } from './implicit-http-api.ts';
import { implicitRestApi } from './implicit-rest-api.ts';
import type { Plugin, PluginContext } from './plugin.ts';

/** All, in the order in which they are asked. */
export const createPlugins = (_context: PluginContext): readonly Plugin[] => [
  defaultDefinitions,
  implicitRestApi,
  implicitHttpApi,
];
