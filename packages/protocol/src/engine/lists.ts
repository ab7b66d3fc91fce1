// Pages of the lists, each serialised once for each revision and replayed as text.

import type { Wire } from '../eras/wire.ts';
import { ProtocolError } from '../errors.ts';
import { ErrorCode } from '../jsonrpc.ts';
import type { Catalog, ListKey } from './catalog.ts';

export class Lists {
  readonly #catalog: Catalog;
  readonly #pageSize: number;
  readonly #pages = new Map<string, string>();

  constructor(catalog: Catalog, pageSize: number) {
    this.#catalog = catalog;
    this.#pageSize = pageSize;
  }

  /**
   * The result text of one page (MCP pagination). A cursor names the item before the page, so it stays good
   * while that item exists. Absent and empty cursors mean the first page; any other unknown one is -32602.
   */
  page(wire: Wire, key: ListKey, cursor: unknown): string {
    const at = cursor ?? '';
    if (typeof at !== 'string') throw badCursor('a cursor is a string');
    const place = `${wire.version} ${key} ${at}`;
    let page = this.#pages.get(place);
    if (page === undefined) {
      page = this.#write(wire, key, at);
      this.#pages.set(place, page);
    }
    return page;
  }

  #write(wire: Wire, key: ListKey, cursor: string): string {
    const { names, entries } = this.#catalog.listing(key);
    const start = cursor === '' ? 0 : names.findIndex((name) => cursorAfter(key, name) === cursor) + 1;
    if (start === 0 && cursor !== '')
      throw badCursor('the cursor is unknown or no longer good: list again without one');
    const end = Math.min(start + this.#pageSize, names.length);
    const last = names[end - 1];
    const next = end < names.length && last !== undefined ? cursorAfter(key, last) : undefined;
    return wire.page(key, JSON.stringify(entries(start, end, wire.dialect)), next);
  }
}

function cursorAfter(key: ListKey, name: string): string {
  return Buffer.from(`${key}\n${name}`).toString('base64url');
}

function badCursor(message: string): ProtocolError {
  return new ProtocolError(ErrorCode.invalidParams, message);
}
