/** Makes the deployable folder `dist/app`: the last step of `npm run build`. */
import { join } from 'node:path';
import { bundle, deployable } from './bundle';
import { contents } from './contents';
import { writeFolder } from './write-folder';

const root = join(__dirname, '../../..');

bundle(root)
  .then((made) => writeFolder(join(root, deployable), contents(root, made)))
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
