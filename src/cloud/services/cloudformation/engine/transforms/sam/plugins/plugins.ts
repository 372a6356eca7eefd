import { globals } from '../globals/globals.ts';
import { applicationsPlugin } from './applications.ts';
import { defaultDefinitions } from './default-definitions.ts';
import { implicitHttpApi } from './implicit-http-api.ts';
import { implicitRestApi } from './implicit-rest-api.ts';
import type { Plugin, PluginContext } from './plugin.ts';
import { policyTemplatesPlugin } from './policy-templates.ts';

/** All, in the order in which they are asked. */
export const createPlugins = (context: PluginContext): readonly Plugin[] => [
  applicationsPlugin(context),
  defaultDefinitions,
  implicitRestApi,
  implicitHttpApi,
  globals,
  policyTemplatesPlugin(),
];
