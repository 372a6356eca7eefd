/** `npm pack` runs this last: the clone's own package.json is put back. */
import { restoreManifest } from './published-manifest.ts';

restoreManifest();
