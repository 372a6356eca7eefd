import { describeSmoke } from '../smoke.ts';
import { java } from '../toolchains.ts';

describeSmoke(java);
