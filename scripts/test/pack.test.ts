// The tarballs as a user gets them: what is inside, how large, and that they start from an empty folder.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { connect } from '@plainmcp/harness/client';
import { start } from '@plainmcp/harness/spawn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { install, pack, serverNames } from '../lib/pack.mjs';

/** Packed size in bytes that each package must stay under. */
const budgets = new Map([
  ['packages/protocol', 120_000],
  ['servers/filesystem', 300_000],
]);

let work = '';
beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), 'plainmcp-pack-'));
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

const packages = ['packages/protocol', ...serverNames().map((name) => `servers/${name}`)];

describe.each(packages)('%s, packed', (path) => {
  let tarball = '';
  let installed = '';
  beforeAll(() => {
    tarball = pack(path, work);
    installed = install(tarball, mkdtempSync(join(work, 'content-'))).folder;
  });

  it('stays within its size', () => {
    expect(statSync(tarball).size).toBeLessThan(budgets.get(path) ?? 0);
  });

  it('holds only what is built, README, LICENSE and notices', () => {
    const files = readdirSync(installed, { recursive: true, withFileTypes: true, encoding: 'utf8' })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(installed, join(entry.parentPath, entry.name)).replaceAll(sep, '/'));
    const allowed = /^(dist\/.*|package\.json|README\.md|LICENSE|THIRD-PARTY-NOTICES)$/;
    expect(files.filter((file) => !allowed.test(file))).toEqual([]);
    expect(files).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'package.json']));
  });

  it('needs nothing at run time and names no private package', () => {
    const text = readFileSync(join(installed, 'package.json'), 'utf8');
    const manifest = JSON.parse(text);
    expect(manifest.dependencies ?? {}).toEqual({});
    expect(manifest.devDependencies).toBeUndefined();
    expect(manifest.scripts).toBeUndefined();
    expect(text).not.toContain('@plainmcp/source');
  });
});

// The Node that the user has is a second one where the tools needed a newer.
const nodes = [...new Set([process.execPath, process.env['PLAINMCP_OWN_NODE'] ?? process.execPath])];

describe.each(serverNames())('%s, installed from its tarball into an empty folder', (name) => {
  it.each(nodes)('starts under %s and lists its tools in both eras', async (node) => {
    const { bin } = install(pack(`servers/${name}`, work), mkdtempSync(join(work, 'install-')));
    expect(readFileSync(bin, 'utf8').startsWith('#!/usr/bin/env node\n')).toBe(true);
    for (const era of ['2025-11-25', '2026-07-28'] as const) {
      const client = await connect(start(bin, { args: [dirname(bin)], node }), { era });
      expect((await client.listTools()).length).toBeGreaterThan(0);
    }
  });
});

describe('the protocol package', () => {
  it('can be imported from an empty folder', () => {
    const folder = mkdtempSync(join(work, 'protocol-'));
    install(pack('packages/protocol', work), folder);
    const code = `import('@plainmcp/protocol').then(async ({ server, tool, t, text }) => {
      await import('@plainmcp/protocol/stdio');
      await import('@plainmcp/protocol/client');
      console.log(typeof server, typeof tool, typeof t.object, typeof text);
    })`;
    for (const node of nodes) {
      const output = execFileSync(node, ['-e', code], { cwd: folder, encoding: 'utf8' });
      expect(output).toBe('function function function function\n');
    }
  });
});
