// The public surface: definitions, schemas, errors, server().
export {
  type Annotations,
  type AudioContent,
  type BlobResourceContents,
  type CallToolResult,
  type Content,
  type EmbeddedResource,
  type Icon,
  type ImageContent,
  type Meta,
  type ResourceContents,
  type ResourceLink,
  type TextContent,
  type TextResourceContents,
  text,
} from './content.ts';
export type {
  ClientRoot,
  ClientView,
  Context,
  Elicit,
  ElicitAnswer,
  ElicitMode,
  Era,
  LogLevel,
  SampleAnswer,
  SampleRequest,
  SamplingMessage,
} from './context.ts';
export { prompt, type ResultParts, resource, resourceTemplate, result, tool } from './define.ts';
export type {
  Complete,
  Prompt,
  PromptArgument,
  PromptDefinition,
  PromptMessage,
  PromptRead,
  Resource,
  ResourceDefinition,
  ResourceRead,
  ResourceTemplate,
  ResourceTemplateDefinition,
  Result,
  Returned,
  Tool,
  ToolAnnotations,
  ToolDefinition,
  Watch,
} from './definitions.ts';
export type { Bug, BugSink } from './engine/bugs.ts';
export type { Definitions } from './engine/catalog.ts';
export type { ServerInfo } from './engine/server-info.ts';
export { ProtocolError, resourceNotFound, ToolError, type ToolErrorOptions } from './errors.ts';
export { ErrorCode, isObject, type Json, type JsonObject, type RequestId } from './jsonrpc.ts';
export type { Connection, Dispatcher, Peer } from './peer.ts';
export {
  type Format,
  type FormValue,
  formatIssues,
  type Infer,
  type Issue,
  jsonSchema,
  type ObjectOf,
  type ObjectType,
  type Parsed,
  type Presence,
  type Schema,
  type SchemaLike,
  type Shape,
  type StandardLike,
  type Type,
  t,
  toSchema,
} from './schema.ts';
export { type App, type ServerOptions, server } from './server.ts';
export { LATEST_LEGACY_VERSION, LEGACY_VERSIONS, MetaKey, MODERN_VERSION } from './versions.ts';
