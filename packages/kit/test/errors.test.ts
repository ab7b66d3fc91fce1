// Errors of the system become sentences with a next step and without the paths Node puts in them.
import { once } from 'node:events';
import { mkdtemp, readFile, rm, rmdir, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ToolError } from '@plainmcp/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errnoOf, isErrno, readable, rethrow } from '../src/errors.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kit-errors-'));
  await writeFile(join(folder, 'file'), 'x');
});
afterAll(() => rm(folder, { recursive: true }));

async function failure(action: () => Promise<unknown>): Promise<unknown> {
  return action().then(
    () => expect.fail('it worked'),
    (error: unknown) => error,
  );
}

/** A port that was free a moment ago. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

describe('real errors', () => {
  it.each([
    ['a missing file', () => readFile(join(folder, 'none')), 'notes does not exist.', 'not_found'],
    ['a folder', () => readFile(folder), 'notes is a folder, not a file.', 'is_folder'],
    [
      'a file as folder',
      () => readFile(join(folder, 'file', 'x')),
      'notes is not a folder, or a part of its path is a file.',
      'not_folder',
    ],
    [
      'a long name',
      () => readFile(join(folder, 'x'.repeat(5000))),
      'notes has a name that is too long.',
      'bad_name',
    ],
    ['a full folder', () => rmdir(folder), 'notes is not empty.', 'not_empty'],
  ])('%s', async (_, action, message, code) => {
    const error = readable(await failure(action), 'notes');
    expect(error).toBeInstanceOf(ToolError);
    expect(error).toMatchObject({ message, code });
    expect(`${error?.message} ${error?.hint}`).not.toContain(folder);
  });

  it('a refused connection', async () => {
    const port = await closedPort();
    const refused = await new Promise<unknown>((resolve) => {
      connect({ host: '127.0.0.1', port }).on('error', resolve);
    });
    expect(readable(refused, 'The database')?.message).toBe('The database refused the connection.');
  });

  it('a refused fetch, whose code is in its cause', async () => {
    const port = await closedPort();
    const refused = await failure(() => fetch(`http://127.0.0.1:${port}/`));
    expect(readable(refused, 'GitHub')?.message).toBe('GitHub refused the connection.');
  });
});

describe('readable', () => {
  it.each([
    'EACCES',
    'EPERM',
    'ENOSPC',
    'EROFS',
    'EMFILE',
    'ELOOP',
    'EXDEV',
    'EBUSY',
    'EEXIST',
    'ECONNRESET',
    'ETIMEDOUT',
    'ENOTFOUND',
    'EAI_AGAIN',
    'CERT_HAS_EXPIRED',
    'EOPNOTSUPP',
    'UND_ERR_CONNECT_TIMEOUT',
  ])('knows %s', (code) => {
    const error = readable(Object.assign(new Error(`${code}: /secret/path`), { code }), 'It');
    expect(error?.message).toMatch(/^It .+\.$/);
    expect(error?.hint).toMatch(/^[A-Z].+[^.]\.$/);
    expect(`${error?.message}${error?.hint}`).not.toContain('/secret');
  });

  it('takes other next steps by code', () => {
    const missing = Object.assign(new Error('x'), { code: 'ENOENT' });
    expect(readable(missing, 'a', { ENOENT: 'Call list_directory' })?.hint).toBe('Call list_directory.');
    expect(readable(missing, 'a', { EISDIR: 'x' })?.hint).toContain('List the folder');
  });

  it('passes a ToolError on and knows nothing of bugs', () => {
    const own = new ToolError('mine');
    expect(readable(own, 'x')).toBe(own);
    for (const bug of [
      new TypeError('x is not a function'),
      'text',
      undefined,
      null,
      7,
      { code: 'ENOENT' },
    ]) {
      expect(readable(bug, 'x')).toBeUndefined();
    }
    expect(readable(Object.assign(new Error('x'), { code: '__proto__' }), 'x')).toBeUndefined();
    expect(
      readable(Object.assign(new Error('x'), { code: 'ENOENT' }), 'x', JSON.parse('{"__proto__":1}'))?.code,
    ).toBe('not_found');
  });

  it('is not caught in a circle of causes', () => {
    const circle = new Error('x');
    circle.cause = circle;
    expect(errnoOf(circle)).toBeUndefined();
  });
});

it('rethrow throws the bug itself', () => {
  const bug = new TypeError('x');
  expect(() => rethrow(bug, 'it')).toThrow(bug);
  expect(() => rethrow(Object.assign(new Error('x'), { code: 'ENOENT' }), 'it')).toThrow(
    'it does not exist.',
  );
  expect(isErrno(Object.assign(new Error('x'), { code: 'ENOENT' }), 'EPERM', 'ENOENT')).toBe(true);
});
