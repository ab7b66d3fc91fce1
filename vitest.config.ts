// One vitest run over the whole repository, one project per workspace package.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { NoSkipsReporter } from './shared/harness/src/no-skips-reporter.ts';

const here = import.meta.dirname;
const conditions = ['@plainmcp/source', 'node', 'import', 'module', 'default'];

const packages = ['packages', 'shared', 'servers'].flatMap((group) =>
  readdirSync(join(here, group)).map((name) => ({ name, root: join(here, group, name) })),
);
const projects = [...packages, { name: 'scripts', root: join(here, 'scripts') }];

export default defineConfig({
  test: {
    root: here,
    // A skipped, todo or empty test fails the run; the last line says how many passed.
    reporters: ['default', new NoSkipsReporter()],
    projects: projects
      .filter(({ root }) => existsSync(join(root, 'test')))
      .map(({ name, root }) => ({
        root,
        resolve: { conditions },
        ssr: { resolve: { conditions } },
        test: {
          name,
          root,
          include: ['test/**/*.test.ts'],
          environment: 'node',
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      })),
  },
});
