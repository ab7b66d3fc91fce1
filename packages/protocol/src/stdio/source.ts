// Where bytes come from: stdin read into one buffer again and again, or any readable stream.
import { type OnReadOpts, Socket } from 'node:net';
import { Readable } from 'node:stream';

/** A stream of bytes that can be held up. */
export interface Source {
  /** Begins to read. A chunk is good until `data` is called again, which `pause` puts off. */
  start(data: (chunk: Buffer) => void, ended: (reason: string) => void): void;
  pause(): void;
  resume(): void;
}

export function streamSource(stream: Readable): Source {
  return {
    start(data, ended) {
      watchEnd(stream, ended);
      stream.on('data', (chunk: Buffer | string) =>
        data(typeof chunk === 'string' ? Buffer.from(chunk) : chunk),
      );
    },
    pause: () => void stream.pause(),
    resume: () => void stream.resume(),
  };
}

/**
 * stdin. A pipe is read into one buffer instead of a new one each time: while a line of 64 MB is thrown away,
 * memory does not wait for the garbage collector.
 */
export function stdinSource(): Source {
  let data: (chunk: Buffer) => void = () => {};
  let socket: Socket;
  try {
    const onread: OnReadOpts = {
      buffer: Buffer.allocUnsafeSlow(64 * 1024),
      callback: (bytes, buffer) => {
        data(Buffer.from(buffer.buffer, buffer.byteOffset, bytes));
        return true;
      },
    };
    const options = { fd: 0, readable: true, writable: false, onread };
    socket = new Socket(options);
  } catch {
    // A file or a terminal, which a socket cannot read; or process.stdin is in use already.
    return streamSource(process.stdin);
  }
  hideStdin();
  return {
    start(onData, ended) {
      data = onData;
      watchEnd(socket, ended);
      socket.resume();
    },
    pause: () => void socket.pause(),
    resume: () => void socket.resume(),
  };
}

/** The pipe cannot be opened twice: whoever looks at process.stdin from now on gets a stream that stays silent. */
function hideStdin(): void {
  let silent: Readable | undefined;
  const get = (): Readable => {
    silent ??= new Readable({ read() {} });
    return silent;
  };
  Object.defineProperty(process, 'stdin', { configurable: true, enumerable: true, get });
}

function watchEnd(stream: Readable, ended: (reason: string) => void): void {
  stream.on('end', () => ended('end of input'));
  stream.on('close', () => ended('input closed'));
  stream.on('error', (error: Error) => ended(`input failed: ${error.message}`));
}
