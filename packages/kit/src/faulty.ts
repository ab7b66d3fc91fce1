// Tools, resources and prompts of a server that is not configured: listed as ever, each use names the remedy.
import {
  ErrorCode,
  type Prompt,
  ProtocolError,
  type Resource,
  type ResourceTemplate,
  type Tool,
} from '@plainmcp/protocol';

/** The same tool, answering every call with `message` as an error the model can pass on. */
export function faulty(tool: Tool, message: string): Tool {
  return {
    ...tool,
    async call() {
      return { content: [{ type: 'text', text: message }], isError: true };
    },
  };
}

/** The same resource, failing every read with `message`. */
export function faultyResource(resource: Resource, message: string): Resource {
  return { ...resource, read: () => refuse(message) };
}

/** The same template, failing every read with `message` and completing nothing. */
export function faultyTemplate(template: ResourceTemplate, message: string): ResourceTemplate {
  const complete = Object.fromEntries(Object.keys(template.complete ?? {}).map((name) => [name, () => []]));
  return { ...template, complete, read: () => refuse(message) };
}

/** The same prompt, failing every use with `message`. */
export function faultyPrompt(prompt: Prompt, message: string): Prompt {
  return { ...prompt, get: async () => refuse(message) };
}

/** One message for all that is wrong with the configuration. */
export function faultText(program: string, faults: readonly string[]): string {
  const problems = faults.map((fault) => (faults.length === 1 ? fault : `- ${fault}`)).join('\n');
  return `${program} is not configured. Tell the person; it takes effect after a restart of the server.\n${problems}`;
}

function refuse(message: string): never {
  throw new ProtocolError(ErrorCode.internalError, message);
}
