// How a server is bundled: its start reads two files, and built-in modules without their namespaces.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { withDirectBuiltins } from '../lib/main-bundle.mjs';
import { serverNames } from '../lib/pack.mjs';

const taken = (id: string) => `globalThis.process.getBuiltinModule("${id}");`;

describe('built-in modules', () => {
  it.each([
    ['import { a, b as c } from "node:fs";\n', `const { a, b: c } = ${taken('node:fs')}\n`],
    ['import {\n  a,\n  b as c\n} from "fs";\n', `const {\n  a,\n  b: c\n} = ${taken('fs')}\n`],
    ['import process from "node:process";\n', `const process = ${taken('node:process')}\n`],
    ['import * as $os from "node:os";\n', `const $os = ${taken('node:os')}\n`],
    [
      'import fs, { a } from "node:fs";\n',
      `const fs = ${taken('node:fs')}\nconst { a } = ${taken('node:fs')}\n`,
    ],
  ])('are taken without an import statement: %j', (before, after) => {
    expect(withDirectBuiltins(before)).toBe(after);
  });

  it('come before all code; other imports stay where they are', () => {
    const text =
      'import { x } from "./core.js";\nx();\nimport { a } from "node:fs";\na();\nimport "node:os";\n';
    expect(withDirectBuiltins(text)).toBe(
      `const { a } = ${taken('node:fs')}\nimport { x } from "./core.js";\nx();\na();\nimport "node:os";\n`,
    );
  });
});

describe.each(serverNames())('%s, bundled', (name) => {
  const dist = fileURLToPath(new URL(`../../servers/${name}/dist/`, import.meta.url));
  const imported = (file: string) =>
    [...readFileSync(join(dist, file), 'utf8').matchAll(/^(?:import|} from) ?.*"(.+)";$/gm)].map(
      ([, id]) => id,
    );

  it('starts with main.js and core.js alone', () => {
    expect(imported('main.js')).toEqual(['./core.js']);
    expect(imported('core.js')).toEqual([]);
  });

  it('takes no built-in module by an import statement', () => {
    const files = readdirSync(dist).filter((file) => file !== 'bin.js');
    expect(files.flatMap(imported).filter((id) => !id?.startsWith('./'))).toEqual([]);
  });
});
