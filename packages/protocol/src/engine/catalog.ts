// What a server offers at one moment: its definitions, checked, by key, and the capabilities they add up to.
import type { Prompt, Resource, ResourceTemplate, Tool } from '../definitions.ts';
import type { Dialect } from '../eras/wire.ts';
import { ResourceNotFoundError } from '../errors.ts';
import { promptEntry, resourceEntry, templateEntry, toolEntry } from '../features/entries.ts';
import { byKey, checkName } from '../features/names.ts';

/** The lists of a server. A list that is absent is a capability the server does not have. */
export interface Definitions {
  readonly tools?: readonly Tool[];
  readonly resources?: readonly Resource[];
  readonly resourceTemplates?: readonly ResourceTemplate[];
  readonly prompts?: readonly Prompt[];
}

export type ListKey = keyof Definitions & string;

/** A list as `.../list` shows it: the stable name of each item, and how it is written. */
export interface Listing {
  readonly names: readonly string[];
  entries(start: number, end: number, dialect: Dialect): readonly object[];
}

export interface Catalog {
  readonly tools: ReadonlyMap<string, Tool>;
  readonly prompts: ReadonlyMap<string, Prompt>;
  readonly templates: readonly ResourceTemplate[];
  readonly capabilities: Readonly<Record<string, object>>;
  /** Whether any resource can be subscribed to. */
  readonly subscribe: boolean;
  listing(key: ListKey): Listing;
  /** The resource or template behind `uri`. Throws ResourceNotFoundError. */
  find(uri: string): Found;
}

/** The lists that are given, as copies nobody can change. */
export function frozen({ tools, resources, resourceTemplates, prompts }: Definitions): Definitions {
  return {
    ...(tools && { tools: Object.freeze([...tools]) }),
    ...(resources && { resources: Object.freeze([...resources]) }),
    ...(resourceTemplates && { resourceTemplates: Object.freeze([...resourceTemplates]) }),
    ...(prompts && { prompts: Object.freeze([...prompts]) }),
  };
}

/** A resource that may exist at `uri`; templates know only when they are read. */
export type Found =
  | { readonly kind: 'resource'; readonly resource: Resource }
  | {
      readonly kind: 'template';
      readonly template: ResourceTemplate;
      readonly variables: Readonly<Record<string, string>>;
    };

/** Throws TypeError for duplicate or unusable names. */
export function catalog(definitions: Definitions, extensions: object | undefined): Catalog {
  const { tools = [], resources = [], resourceTemplates = [], prompts = [] } = definitions;
  for (const { name } of tools) checkName('Tool', name);
  for (const { name } of prompts) checkName('Prompt', name);
  const byUri = byKey('resource', resources, (resource) => resource.uri);
  byKey('resource template', resourceTemplates, (template) => template.uriTemplate);
  const listed = tools.filter((tool) => tool.listed);
  const listings: Record<ListKey, Listing> = {
    tools: listing(listed, (tool) => tool.name, toolEntry),
    resources: listing(resources, (resource) => resource.uri, resourceEntry),
    resourceTemplates: listing(resourceTemplates, (template) => template.uriTemplate, templateEntry),
    prompts: listing(prompts, (prompt) => prompt.name, promptEntry),
  };
  return {
    tools: byKey('tool', tools, (tool) => tool.name),
    prompts: byKey('prompt', prompts, (prompt) => prompt.name),
    templates: resourceTemplates,
    capabilities: capabilities(definitions, extensions),
    subscribe: watchable(definitions),
    listing: (key) => listings[key],
    find(uri) {
      const resource = byUri.get(uri);
      if (resource !== undefined) return { kind: 'resource', resource };
      for (const template of resourceTemplates) {
        const variables = template.match(uri);
        if (variables !== undefined) return { kind: 'template', template, variables };
      }
      throw new ResourceNotFoundError(uri);
    },
  };
}

function listing<T>(
  items: readonly T[],
  name: (item: T) => string,
  entry: (item: T, dialect: Dialect) => object,
): Listing {
  return {
    names: items.map(name),
    entries: (start, end, dialect) => items.slice(start, end).map((item) => entry(item, dialect)),
  };
}

function capabilities(
  { tools, resources, resourceTemplates, prompts }: Definitions,
  extensions: object | undefined,
): Readonly<Record<string, object>> {
  const completes =
    prompts?.some((prompt) => prompt.arguments.some((argument) => argument.complete !== undefined)) ||
    resourceTemplates?.some((template) => template.complete !== undefined);
  const subscribe = watchable({ resources: resources ?? [], resourceTemplates: resourceTemplates ?? [] });
  return {
    ...(tools && { tools: { listChanged: true } }),
    ...((resources || resourceTemplates) && {
      resources: { ...(subscribe && { subscribe }), listChanged: true },
    }),
    ...(prompts && { prompts: { listChanged: true } }),
    ...(completes && { completions: {} }),
    logging: {},
    ...(extensions && { extensions }),
  };
}

function watchable({ resources = [], resourceTemplates = [] }: Definitions): boolean {
  return [...resources, ...resourceTemplates].some((item) => item.watch !== undefined);
}
