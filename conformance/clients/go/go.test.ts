import { describeSmoke } from '../smoke.ts';
import { go } from '../toolchains.ts';

describeSmoke(go);
