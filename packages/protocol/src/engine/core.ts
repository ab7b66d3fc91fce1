// What all connections of one server share: the catalog, the codecs, the settings.
import { legacyWire } from '../eras/legacy.ts';
import { type ModernWire, modernWire } from '../eras/modern.ts';
import type { Wire } from '../eras/wire.ts';
import { Sealer } from '../features/seal.ts';
import { LEGACY_VERSIONS, MODERN_VERSION } from '../versions.ts';
import type { BugSink } from './bugs.ts';
import { type Catalog, catalog, type Definitions, frozen } from './catalog.ts';
import type { Link } from './link.ts';
import { Lists } from './lists.ts';
import { type Redact, type Replacer, replacer } from './redact.ts';
import type { ServerInfo } from './server-info.ts';

export interface Settings {
  readonly info: ServerInfo;
  readonly instructions: string | undefined;
  readonly pageSize: number;
  readonly maxInFlight: number;
  /** milliseconds; 0 for none */
  readonly timeoutMs: number;
  readonly maxResultBytes: number;
  readonly listTtlMs: number;
  readonly cacheScope: 'public' | 'private';
  readonly sealKey: string | Uint8Array | undefined;
  readonly extensions: Readonly<Record<string, object>> | undefined;
  readonly redact: Redact | undefined;
  readonly onBug: BugSink;
}

export class Core {
  readonly settings: Settings;
  readonly modern: ModernWire;
  readonly sealer: Sealer;
  readonly replacer: Replacer | undefined;
  readonly redact: Redact;
  readonly links: Set<Link> = new Set();
  readonly #wires = new Map<string, Wire>();
  #definitions: Definitions;
  #catalog: Catalog;
  #lists: Lists;
  #discovered: string | undefined;

  constructor(settings: Settings, definitions: Definitions) {
    this.settings = settings;
    this.redact = settings.redact ?? ((text) => text);
    this.replacer = settings.redact && replacer(settings.redact);
    this.modern = modernWire(settings.info, settings, this.replacer);
    this.#wires.set(MODERN_VERSION, this.modern);
    for (const version of LEGACY_VERSIONS) this.#wires.set(version, legacyWire(version, this.replacer));
    this.sealer = new Sealer(settings.sealKey);
    this.#definitions = definitions;
    this.#catalog = catalog(definitions, settings.extensions);
    this.#lists = new Lists(this.#catalog, settings.pageSize);
  }

  get definitions(): Definitions {
    return this.#definitions;
  }

  get catalog(): Catalog {
    return this.#catalog;
  }

  get lists(): Lists {
    return this.#lists;
  }

  /** The codec of a revision this package implements. */
  wire(version: string): Wire {
    const wire = this.#wires.get(version);
    if (wire === undefined) throw new RangeError(`No codec for ${version}`);
    return wire;
  }

  /** The result of `server/discover`, the same for everybody. */
  discovered(): string {
    this.#discovered ??= this.modern.cached({
      supportedVersions: [MODERN_VERSION],
      capabilities: this.#catalog.capabilities,
      instructions: this.settings.instructions,
    });
    return this.#discovered;
  }

  /** Swaps lists. Throws TypeError, changing nothing, for bad definitions and lists the server was made without. */
  update(change: Definitions): void {
    for (const key of ['tools', 'resources', 'resourceTemplates', 'prompts'] as const) {
      if (change[key] !== undefined && this.#definitions[key] === undefined) {
        throw new TypeError(
          `This server was made without ${key}; make it with an empty list to fill it later`,
        );
      }
    }
    const definitions = { ...this.#definitions, ...frozen(change) };
    const next = catalog(definitions, this.settings.extensions);
    this.#definitions = definitions;
    this.#catalog = next;
    this.#lists = new Lists(next, this.settings.pageSize);
    this.#discovered = undefined;
    for (const link of this.links) {
      if (change.tools) link.listChanged('tools');
      if (change.resources || change.resourceTemplates) link.listChanged('resources');
      if (change.prompts) link.listChanged('prompts');
    }
  }
}
