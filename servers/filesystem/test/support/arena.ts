// A root under attack: a second process swaps files and directories in it for links to the outside.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { atEnd } from '@plainmcp/harness/cleanup';
import { type Literal, type Tree, tree } from '@plainmcp/harness/tmp';
import { openFiles } from '../../src/fs/files.ts';
import type { Files, GateKind } from '../../src/fs/types.ts';

export const secret = 'SECRET';
export const secretName = 'secret-name';

export interface Arena {
  readonly root: string;
  readonly outside: string;
  readonly files: Files;
  /** Ends the attack; returns how often everything was swapped. */
  stop(): Promise<number>;
  /** What is different outside since the start: names that came or went, content that changed. */
  damage(): string[];
  /** Puts the outside back as it was. */
  repair(): void;
}

/** Starts the attack; returns when it is under way. */
export async function arena(gate: GateKind): Promise<Arena> {
  const place = treeInMemory({
    root: { d: { f: 'inside', sub: { f: 'inside' } }, stable: { f: 'inside' } },
    outside: { f: secret, [secretName]: secret },
  });
  const root = place.join('root');
  const outside = place.join('outside');
  const files = openFiles({ roots: [{ path: root, readOnly: false }], gate });
  atEnd(() => files.close());
  const script = fileURLToPath(new URL('swap.mjs', import.meta.url));
  const attacker = fork(script, [root, outside], {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  atEnd(() => {
    attacker.kill('SIGKILL');
  });
  await once(attacker, 'message');
  return {
    root,
    outside,
    files,
    stop: () => stop(attacker),
    damage: () => damage(outside),
    repair() {
      fs.rmSync(outside, { recursive: true, force: true });
      fs.mkdirSync(outside);
      for (const name of ['f', secretName]) fs.writeFileSync(join(outside, name), secret);
    },
  };
}

/** In memory where the system offers that: no disk slows the two sides down. */
function treeInMemory(entries: Literal): Tree {
  const before = process.env['TMPDIR'];
  if (fs.existsSync('/dev/shm')) process.env['TMPDIR'] = '/dev/shm';
  try {
    return tree(entries);
  } finally {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  }
}

async function stop(attacker: ChildProcess): Promise<number> {
  const answered = once(attacker, 'message');
  attacker.send('stop');
  const [message] = await answered;
  await once(attacker, 'exit');
  const rounds: unknown =
    typeof message === 'object' && message !== null ? Reflect.get(message, 'rounds') : 0;
  return typeof rounds === 'number' ? rounds : 0;
}

function damage(outside: string): string[] {
  const names = fs.readdirSync(outside);
  const found = names.filter((name) => name !== 'f' && name !== secretName).map((name) => `new ${name}`);
  for (const name of ['f', secretName]) {
    if (!names.includes(name)) found.push(`${name} is gone`);
    else if (fs.readFileSync(join(outside, name), 'utf8') !== secret) found.push(`${name} was changed`);
  }
  return found;
}
