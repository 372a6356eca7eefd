import { describeSmoke } from '../smoke.ts';
import { rust } from '../toolchains.ts';

describeSmoke(rust);
