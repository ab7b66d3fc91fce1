// Checks of what a server sent, one small guard a shape.
import type { Annotations, CallToolResult, Content, Icon, ResourceContents } from '../content.ts';
import { isObject } from '../jsonrpc.ts';
import { ClientError } from './errors.ts';
import type {
  Completion,
  Implementation,
  Members,
  ProgressUpdate,
  PromptArgumentInfo,
  PromptInfo,
  PromptResult,
  ReadResult,
  ResourceInfo,
  ResourceTemplateInfo,
  ToolInfo,
} from './types.ts';

type Guard<T> = (value: unknown) => value is T;

/** `value` when it passes, otherwise a ClientError that names what was expected. */
export function expectShape<T>(value: unknown, guard: Guard<T>, what: string): T {
  if (guard(value)) return value;
  throw new ClientError('invalid', `The server sent an invalid ${what}: ${excerpt(value)}`);
}

function excerpt(value: unknown): string {
  const json = JSON.stringify(value) ?? 'nothing';
  return json.length > 300 ? `${json.slice(0, 300)}...` : json;
}

export const isText: Guard<string> = (value) => typeof value === 'string';
const isFlag: Guard<boolean> = (value) => typeof value === 'boolean';
const isNumber: Guard<number> = (value) => typeof value === 'number';
const isRole: Guard<'user' | 'assistant'> = (value) => value === 'user' || value === 'assistant';
const isMembers: Guard<Members> = isObject;
const isAnything: Guard<unknown> = (_value): _value is unknown => true;

function maybe<T>(guard: Guard<T>): Guard<T | undefined> {
  return (value): value is T | undefined => value === undefined || guard(value);
}

export function listOf<T>(guard: Guard<T>): Guard<readonly T[]> {
  return (value): value is readonly T[] => Array.isArray(value) && value.every(guard);
}

/** An object with a guard for every member of T; members beyond T are let through. */
function shape<T>(fields: { readonly [K in keyof T]-?: Guard<T[K]> }): Guard<T> {
  return (value): value is T => {
    if (!isObject(value)) return false;
    for (const key in fields) if (!fields[key](value[key])) return false;
    return true;
  };
}

const isTheme: Guard<'light' | 'dark'> = (value) => value === 'light' || value === 'dark';

const isAnnotations = shape<Annotations>({
  audience: maybe(listOf(isRole)),
  priority: maybe(isNumber),
  lastModified: maybe(isText),
});

const isIcon = shape<Icon>({
  src: isText,
  mimeType: maybe(isText),
  sizes: maybe(listOf(isText)),
  theme: maybe(isTheme),
});

const described = { title: maybe(isText), description: maybe(isText) };
const decorated = { icons: maybe(listOf(isIcon)), _meta: maybe(isMembers) };
const block = { annotations: maybe(isAnnotations), _meta: maybe(isMembers) };

export const isResourceContents: Guard<ResourceContents> = (value): value is ResourceContents =>
  isObject(value) &&
  isText(value.uri) &&
  maybe(isText)(value.mimeType) &&
  maybe(isMembers)(value._meta) &&
  (isText(value.text) || isText(value.blob));

export const isContent: Guard<Content> = (value): value is Content => {
  if (!isObject(value) || !block.annotations(value.annotations) || !block._meta(value._meta)) return false;
  if (value.type === 'text') return isText(value.text);
  if (value.type === 'image' || value.type === 'audio') return isText(value.data) && isText(value.mimeType);
  if (value.type === 'resource') return isResourceContents(value.resource);
  return value.type === 'resource_link' && isResource(value);
};

export const isImplementation: Guard<Implementation> = shape<Implementation>({
  name: isText,
  version: isText,
  title: maybe(isText),
});

export const isTool: Guard<ToolInfo> = shape<ToolInfo>({
  name: isText,
  ...described,
  inputSchema: isMembers,
  outputSchema: maybe(isMembers),
  annotations: maybe(isMembers),
  ...decorated,
});

const resourceFields = {
  name: isText,
  ...described,
  mimeType: maybe(isText),
  annotations: maybe(isAnnotations),
  ...decorated,
};

export const isResource: Guard<ResourceInfo> = shape<ResourceInfo>({
  uri: isText,
  size: maybe(isNumber),
  ...resourceFields,
});

export const isResourceTemplate: Guard<ResourceTemplateInfo> = shape<ResourceTemplateInfo>({
  uriTemplate: isText,
  ...resourceFields,
});

export const isPrompt: Guard<PromptInfo> = shape<PromptInfo>({
  name: isText,
  ...described,
  arguments: maybe(
    listOf(shape<PromptArgumentInfo>({ name: isText, ...described, required: maybe(isFlag) })),
  ),
  ...decorated,
});

export const isCallToolResult: Guard<CallToolResult> = shape<CallToolResult>({
  content: listOf(isContent),
  structuredContent: isAnything,
  isError: maybe(isFlag),
  _meta: maybe(isMembers),
});

export const isReadResult: Guard<ReadResult> = shape<ReadResult>({
  contents: listOf(isResourceContents),
  _meta: maybe(isMembers),
});

export const isPromptResult: Guard<PromptResult> = shape<PromptResult>({
  description: maybe(isText),
  messages: listOf(shape<PromptResult['messages'][number]>({ role: isRole, content: isContent })),
  _meta: maybe(isMembers),
});

export const isCompletion: Guard<Completion> = shape<Completion>({
  values: listOf(isText),
  total: maybe(isNumber),
  hasMore: maybe(isFlag),
});

export const isProgress: Guard<ProgressUpdate> = shape<ProgressUpdate>({
  progress: isNumber,
  total: maybe(isNumber),
  message: maybe(isText),
});
