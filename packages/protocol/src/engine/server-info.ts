// Who a server is, as far as a revision can say it.
import type { Icon } from '../content.ts';
import type { Dialect } from '../eras/wire.ts';

export interface ServerInfo {
  readonly name: string;
  readonly version: string;
  readonly title?: string;
  readonly websiteUrl?: string;
  readonly icons?: readonly Icon[];
}

/** `serverInfo` with the fields a revision knows. */
export function serverInfo(info: ServerInfo, dialect: Dialect): object {
  const { name, version, title, websiteUrl, icons } = info;
  const more = dialect.icons ? { websiteUrl, icons } : {};
  return { name, version, title: dialect.titles ? title : undefined, ...more };
}
