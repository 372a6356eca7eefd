import { globals } from '../globals/globals.ts';
import type { Plugin, PluginContext } from './plugin.ts';

/** All, in the order in which they are asked. */
export const createPlugins = (_context: PluginContext): readonly Plugin[] => [globals];
