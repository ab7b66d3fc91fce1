// Definitions as they stand in lists, with the fields a revision knows.
import type { Icon, Meta } from '../content.ts';
import type { Prompt, Resource, ResourceTemplate, Tool } from '../definitions.ts';
import type { Dialect } from '../eras/wire.ts';

interface Common {
  readonly title?: string | undefined;
  readonly icons?: readonly Icon[] | undefined;
  readonly meta?: Meta | undefined;
}

/** JSON.stringify drops what is undefined. */
function extras({ icons, meta }: Common, dialect: Dialect): object {
  return { icons: dialect.icons ? icons : undefined, _meta: dialect.titles ? meta : undefined };
}

function titled({ title }: Common, dialect: Dialect): string | undefined {
  return dialect.titles ? title : undefined;
}

/** A tool (MCP tools, "Tool"). Before 2025-06-18 its title stands among the annotations. */
export function toolEntry(tool: Tool, dialect: Dialect): object {
  const { name, title, description, inputSchema, outputSchema, annotations } = tool;
  const shown = dialect.anyOutput || (dialect.titles && outputSchema?.['type'] === 'object');
  const hints = dialect.titles ? annotations : { title, ...annotations };
  return {
    name,
    title: titled(tool, dialect),
    description,
    inputSchema,
    outputSchema: shown ? outputSchema : undefined,
    annotations: dialect.annotations ? hints : undefined,
    ...extras(tool, dialect),
  };
}

/** A resource (MCP resources, "Resource"). */
export function resourceEntry(resource: Resource, dialect: Dialect): object {
  const { uri, name, description, mimeType, size, annotations } = resource;
  return {
    uri,
    name,
    title: titled(resource, dialect),
    description,
    mimeType,
    size,
    annotations,
    ...extras(resource, dialect),
  };
}

/** A resource template (MCP resources, "Resource Templates"). */
export function templateEntry(template: ResourceTemplate, dialect: Dialect): object {
  const { uriTemplate, name, description, mimeType, annotations } = template;
  return {
    uriTemplate,
    name,
    title: titled(template, dialect),
    description,
    mimeType,
    annotations,
    ...extras(template, dialect),
  };
}

/** A prompt (MCP prompts, "Prompt"). */
export function promptEntry(prompt: Prompt, dialect: Dialect): object {
  const args = prompt.arguments.map(({ name, description, required }) => ({ name, description, required }));
  return {
    name: prompt.name,
    title: titled(prompt, dialect),
    description: prompt.description,
    arguments: args.length > 0 ? args : undefined,
    ...extras(prompt, dialect),
  };
}
