// One vitest run over the whole repository, one project per workspace package.
import { existsSync, readdirSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

const conditions = ['@plainmcp/source', 'node', 'import', 'module', 'default'];

const projects = ['packages', 'shared', 'servers', 'scripts'].flatMap((group) =>
  (group === 'scripts' ? ['.'] : readdirSync(group))
    .map((name) => ({ name: name === '.' ? group : name, root: name === '.' ? group : `${group}/${name}` }))
    .filter(({ root }) => existsSync(`${root}/test`)),
);

export default defineConfig({
  test: {
    projects: projects.map(({ name, root }) => ({
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
        passWithNoTests: true,
      },
    })),
  },
});
