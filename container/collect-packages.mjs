/**
 * `node collect-packages.mjs FROM TO [name …]`: copies packages and all that they depend on from one node_modules into
 * another, without types and source maps. The image brings the AWS SDK along in this way, as Lambda's runtimes do.
 */
import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const [from = '', to = '', ...wanted] = process.argv.slice(2);
const done = new Set();

const leaveOut = /(?:^|\/)(?:dist-types|test|tests|__tests__)$|\.(?:d\.[cm]?ts|map|md)$/;

/** Where a package finds its dependency: in its own node_modules, or in those above it. */
function find(name, directory) {
  for (let at = directory; at.startsWith(from); at = join(at, '..')) {
    const path = join(at, 'node_modules', name);
    if (existsSync(path)) return path;
  }
  return existsSync(join(from, name)) ? join(from, name) : undefined;
}

function collect(path) {
  if (path === undefined || done.has(path)) return;
  done.add(path);
  const { dependencies = {}, exports } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
  // Bundlers read dist-es; Node does where `exports` leads there.
  const isUnused = (file) => leaveOut.test(file) || (exports === undefined && /\/dist-es$/.test(file));
  cpSync(path, join(to, relative(from, path)), {
    recursive: true,
    filter: (file) => file === path || (!file.slice(path.length).includes('/node_modules') && !isUnused(file)),
  });
  for (const name of Object.keys(dependencies)) collect(find(name, path));
}

const scoped = (pattern) =>
  pattern.endsWith('*')
    ? readdirSync(join(from, pattern.split('/')[0]))
        .map((name) => `${pattern.split('/')[0]}/${name}`)
        .filter((name) => name.startsWith(pattern.slice(0, -1)))
    : [pattern];

for (const name of wanted.flatMap(scoped)) collect(find(name, from) ?? fail(`There is no package ${name}.`));
process.stdout.write(`${done.size} packages\n`);

function fail(message) {
  throw new Error(message);
}
