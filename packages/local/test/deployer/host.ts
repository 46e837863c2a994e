import { createProcessDeployer } from '../../src/deployer/process-deployer.ts';
import { releasesOf, target } from './scene.ts';

/** A host to be killed: deploys the release it is given and says so. */
const [apps = '', source = ''] = process.argv.slice(2);
const deployer = createProcessDeployer({
  workspace: releasesOf({ one: source }),
  appsDirectory: apps,
  nodePath: process.execPath,
  resolveUrl: () => 'http://shop.localhost',
});
const { directUrl } = await deployer.deploy({ target, commit: 'one' });
process.stdout.write(`${directUrl}\n`);
