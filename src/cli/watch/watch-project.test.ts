import {
  closeSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  watch,
  writeSync,
} from 'node:fs';
import { relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type WatchedProject, watchedProject } from './testing/watched-project.ts';

const app = { 'stack/app.ts': 'first', 'stack/table.ts': 'a table' };

describe('a save is told each time, not only the first, when a program', () => {
  const ways: Readonly<Record<string, (project: WatchedProject, text: string) => void>> = {
    'writes in place': ({ write }, text) => write('stack/app.ts', text),
    'writes beside it and renames over it': ({ write, path }, text) => {
      write('stack/.app.ts.tmp', text);
      renameSync(path('stack/.app.ts.tmp'), path('stack/app.ts'));
    },
    'moves the old one to a backup, as vim does': ({ write, path }, text) => {
      renameSync(path('stack/app.ts'), path('stack/app.ts~'));
      write('stack/app.ts', text);
    },
    'swaps two temporary files, as JetBrains does': ({ write, path }, text) => {
      write('stack/app.ts___jb_tmp___', text);
      renameSync(path('stack/app.ts'), path('stack/app.ts___jb_old___'));
      renameSync(path('stack/app.ts___jb_tmp___'), path('stack/app.ts'));
      rmSync(path('stack/app.ts___jb_old___'));
    },
    'is sed -i': ({ shell }, text) => shell(`sed -i.orig~ 's/^.*$/${text}/' stack/app.ts`),
    'removes it and makes it anew': ({ write, path }, text) => {
      rmSync(path('stack/app.ts'));
      write('stack/app.ts', text);
    },
  };

  it.each(Object.keys(ways))('%s', async (way) => {
    await using project = watchedProject(app);

    for (const text of ['second', 'third', 'fourth']) {
      ways[way]?.(project, text);
      expect(await project.told('stack/app.ts')).toEqual(['stack/app.ts']);
    }
  });

  it('is git checkout of a branch and back', async () => {
    const git = 'git -c user.name=a -c user.email=a@b.example -c init.defaultBranch=main';
    await using project = watchedProject(app, {
      prepare: ({ shell }) => {
        shell(`${git} init -q && git add . && ${git} commit -qm first && git checkout -qb other`);
        shell(`echo second > stack/app.ts && echo new > stack/new.ts && git add . && ${git} commit -qm second`);
        shell('git checkout -q main');
      },
    });

    for (const branch of ['other', 'main', 'other', 'main']) {
      project.shell(`git checkout -q ${branch}`);
      expect(await project.told('stack/app.ts', 'stack/new.ts')).toEqual(['stack/app.ts', 'stack/new.ts']);
    }
    project.write('stack/app.ts', 'by hand');

    expect(await project.told('stack/app.ts')).toEqual(['stack/app.ts']);
  });
});

describe('what happens to directories is told', () => {
  it('when one comes with files, and files in it are saved', async () => {
    await using project = watchedProject(app);

    project.write('handlers/orders/route.ts', 'first');
    expect(await project.told('handlers/orders/route.ts')).toEqual(['handlers/orders/route.ts']);
    project.write('handlers/orders/route.ts', 'second');
    expect(await project.told('handlers/orders/route.ts')).toEqual(['handlers/orders/route.ts']);
    project.write('handlers/orders/deep/er/more.ts', 'third');

    expect(await project.told('handlers/orders/deep/er/more.ts')).toEqual(['handlers/orders/deep/er/more.ts']);
  });

  it('when one is renamed, there and back', async () => {
    await using project = watchedProject({ 'a/x.ts': 'x', 'a/b/y.ts': 'y' });

    for (const [from, to] of [
      ['a', 'c'],
      ['c', 'a'],
    ] as const) {
      renameSync(project.path(from), project.path(to));
      const both = [`${from}/b/y.ts`, `${from}/x.ts`, `${to}/b/y.ts`, `${to}/x.ts`];
      expect(await project.told(...both)).toEqual(both.sort());
      project.write(`${to}/b/y.ts`, `y in ${to}`);
      expect(await project.told(`${to}/b/y.ts`)).toEqual([`${to}/b/y.ts`]);
    }
  });

  it('when another takes its place, twice', async () => {
    await using project = watchedProject({ 'a/x.ts': 'x' });

    for (const text of ['second', 'third']) {
      project.write('.new/x.ts', text);
      project.shell('rm -r a && mv .new a');
      expect(await project.told('a/x.ts')).toEqual(['a/x.ts']);
      project.write('a/x.ts', `${text}, saved`);
      expect(await project.told('a/x.ts')).toEqual(['a/x.ts']);
    }
  });

  it('when it is removed, and a file alone', async () => {
    await using project = watchedProject({ 'a/x.ts': 'x', 'a/b/y.ts': 'y', 'z.ts': 'z' });

    rmSync(project.path('z.ts'));
    expect(await project.told('z.ts')).toEqual(['z.ts']);
    rmSync(project.path('a'), { recursive: true });

    expect(await project.told('a/x.ts', 'a/b/y.ts')).toEqual(['a/b/y.ts', 'a/x.ts']);
  });
});

describe('a link', () => {
  it('to a directory outside is followed, and followed to the next when it is swapped', async () => {
    await using outside = watchedProject({ 'one/x.ts': 'x', 'two/x.ts': 'another x' });
    await using project = watchedProject(app, {
      prepare: ({ path }) => symlinkSync(outside.path('one'), path('shared')),
    });

    outside.write('one/x.ts', 'saved');
    expect(await project.told('shared/x.ts')).toHaveLength(2);
    for (const [target, text] of [
      ['two', 'saved as well'],
      ['one', 'saved again'],
    ] as const) {
      link(project, outside.path(target), 'shared');
      await project.told('shared/x.ts');
      outside.write(`${target}/x.ts`, text);
      await project.told('shared/x.ts');
    }
  });

  it('to a directory of the project is told when it is swapped', async () => {
    await using project = watchedProject(
      { 'one/x.ts': 'x', 'two/x.ts': 'another x' },
      {
        prepare: ({ path }) => symlinkSync('one', path('current')),
      },
    );

    for (const target of ['two', 'one']) {
      link(project, target, 'current');
      expect(await project.told('current')).toEqual(['current']);
    }
  });

  it('in a circle ends', async () => {
    await using project = watchedProject(app, {
      prepare: ({ path }) => {
        symlinkSync('..', path('stack/up'));
        symlinkSync('/', path('stack/everything'));
      },
    });

    expect(await project.toldBefore('stack/app.ts')).toEqual([]);
  });
});

describe('a burst', () => {
  it('of hundreds of files is told in a few calls', async () => {
    await using project = watchedProject(app);
    const names = Array.from({ length: 500 }, (_, index) => `handlers/f${index % 20}/h${index}.ts`);

    for (const name of names) project.write(name, 'first');
    await project.told(...names);

    expect(project.calls.length).toBeLessThan(10);
  });

  it('during a call is told after it, in one call', async () => {
    const gates: PromiseWithResolvers<void>[] = [];
    await using project = watchedProject(app, {}, () => {
      const gate = Promise.withResolvers<void>();
      gates.push(gate);
      return gate.promise;
    });

    project.write('stack/app.ts', 'second');
    await project.told('stack/app.ts');
    project.write('stack/app.ts', 'third');
    project.write('stack/table.ts', 'another table');
    await project.heard();
    expect(project.calls).toHaveLength(1);
    gates[0]?.resolve();

    expect(await project.told('stack/table.ts')).toEqual(['stack/app.ts', 'stack/table.ts']);
    expect(project.calls).toHaveLength(2);
    gates[1]?.resolve();
  });

  it('that leaves a file empty for a moment is told when it is full', async () => {
    const contents: string[] = [];
    await using project = watchedProject(app, {}, async () => void contents.push(project.read('stack/app.ts')));

    const file = openSync(project.path('stack/app.ts'), 'w');
    await project.heard();
    writeSync(file, 'second');
    closeSync(file);
    await project.told('stack/app.ts');

    expect(contents).toEqual(['second']);
  });
});

describe('no change is', () => {
  it('what has the contents that were told last', async () => {
    await using project = watchedProject(app);

    project.write('stack/app.ts', 'second');
    await project.told('stack/app.ts');
    utimesSync(project.path('stack/app.ts'), new Date(), new Date(1_000_000));
    project.write('stack/app.ts', 'second');

    expect(await project.toldBefore('sentinel.ts')).toEqual([]);
  });

  it('a file that came and went', async () => {
    await using project = watchedProject(app);

    project.shell('touch stack/4913 && rm stack/4913');

    expect(await project.toldBefore('stack/sentinel.ts')).toEqual([]);
  });

  it('what is written into ignored directories, old or new', async () => {
    await using project = watchedProject(
      { ...app, 'node_modules/a/index.js': '1', 'cdk.out/x.json': '1' },
      {
        ignored: ['state'],
      },
    );

    for (const name of ['node_modules/a/index.js', 'cdk.out/x.json', '.git/index', 'state/log-1', 'dist/a.js', '.env'])
      project.write(name, 'second');
    project.shell('rm -r cdk.out && mkdir cdk.out && echo > cdk.out/y.json');

    expect(await project.toldBefore('sentinel.ts')).toEqual([]);
  });
});

describe('files that are watched besides', () => {
  it('are told, hidden, generated or outside, also when their directory is made anew; others beside them are not', async () => {
    await using outside = watchedProject({ 'shared/config.json': '1', 'shared/other.json': '1' });
    const wanted: string[] = [outside.path('shared/config.json')];
    await using project = watchedProject(
      { ...app, '.env': '1', 'dist/index.js': '1', 'dist/other.js': '1' },
      {
        prepare: ({ path }) => void wanted.push(path('.env'), path('dist/index.js')),
        alsoWatched: () => wanted,
      },
    );

    for (const text of ['2', '3']) {
      project.write('.env', text);
      expect(await project.told('.env')).toEqual(['.env']);
      project.shell(`rm -r dist; mkdir dist; echo ${text} > dist/other.js; echo ${text} > dist/index.js`);
      expect(await project.told('dist/index.js')).toEqual(['dist/index.js']);
      project.write('dist/other.js', `${text}, again`);
      project.write('dist/index.js', `${text}, again`);
      expect(await project.told('dist/index.js')).toEqual(['dist/index.js']);
      outside.write('shared/other.json', text);
      outside.write('shared/config.json', text);
      expect(await project.told(relative(project.root, outside.path('shared/config.json')))).toHaveLength(1);
    }
  });
});

describe('the system’s limits', () => {
  it.runIf(process.platform === 'linux')('are spent on directories of the project alone', async () => {
    const before = inotifyWatches();
    await using project = watchedProject(
      { 'a/b/c/x.ts': 'x', 'a/y.ts': 'y', 'z.ts': 'z' },
      {
        prepare: ({ write }) => {
          for (let index = 0; index < 200; index++) {
            write(`node_modules/p${index}/lib/index.js`, '');
            write(`.git/objects/${index}/o`, '');
            write(`a/cdk.out/asset.${index}/index.js`, '');
          }
        },
      },
    );

    expect(inotifyWatches() - before).toBe(4);
    project.write('a/new/more/x.ts', 'x');
    await project.told('a/new/more/x.ts');
    expect(inotifyWatches() - before).toBe(6);
    rmSync(project.path('a'), { recursive: true });
    await project.told('a/b/c/x.ts', 'a/new/more/x.ts');

    expect(inotifyWatches() - before).toBe(1);
  });

  it.each([
    ['ENOSPC', 'fs.inotify.max_user_watches'],
    ['EMFILE', 'fs.inotify.max_user_instances'],
  ])('when they are reached (%s), are told, and files are looked at instead', async (code, setting) => {
    const messages: string[] = [];
    const wanted: string[] = [];
    let granted = 2;
    const open = ((...args: Parameters<typeof watch>) => {
      if (granted-- > 0) return watch(...args);
      throw Object.assign(new Error('no more'), { code });
    }) as typeof watch;
    await using project = watchedProject(
      { 'stack/app.ts': 'first', 'a/b/c/x.ts': 'x', '.env': '1' },
      {
        open,
        onLimit: (message) => void messages.push(message),
        alsoWatched: () => wanted,
        prepare: ({ path }) => void wanted.push(path('.env')),
      },
    );
    await expect.poll(() => messages).toEqual([expect.stringContaining(setting)]);

    for (const text of ['second', 'third']) {
      project.write('a/b/c/x.ts', text);
      expect(await project.told('a/b/c/x.ts')).toEqual(['a/b/c/x.ts']);
      project.write('.env', text);
      expect(await project.told('.env')).toEqual(['.env']);
    }
    rmSync(project.path('stack'), { recursive: true });
    expect(await project.told('stack/app.ts')).toEqual(['stack/app.ts']);
  });
});

it('a watcher that is closed tells nothing more, and holds no watches', async () => {
  const before = inotifyWatches();
  await using project = watchedProject(app);
  project.write('stack/app.ts', 'second');
  await project.told('stack/app.ts');

  project.write('stack/app.ts', 'third');
  project.close();
  expect(inotifyWatches()).toBe(before);
  await project.heard();

  expect(project.calls).toHaveLength(1);
});

/** Replaces a link at once, as programs do that swap releases. */
function link({ path }: WatchedProject, target: string, name: string): void {
  symlinkSync(target, path('.next'));
  renameSync(path('.next'), path(name));
}

/** Of this process; none where the system has no such thing. */
function inotifyWatches(): number {
  if (process.platform !== 'linux') return 0;
  const descriptors = readdirSync('/proc/self/fdinfo').flatMap((fd) => {
    try {
      return [readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8')];
    } catch {
      return [];
    }
  });
  return descriptors
    .join('')
    .split('\n')
    .filter((line) => line.startsWith('inotify')).length;
}
