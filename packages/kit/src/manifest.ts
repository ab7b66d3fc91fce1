// What a server says of itself: the fields of its package.json the kit reads.

export interface Manifest {
  /** npm name, `@plainmcp/server-filesystem`. */
  readonly name: string;
  readonly version: string;
  /** At most 100 characters: the registry's limit. */
  readonly description: string;
}
