// A client that brings answers, and a tool that asks before it loses something.
import { type Tool, t, tool } from '@plainmcp/protocol';
import { at, Desk, MODERN } from './desk.ts';
import { hints, type Watched } from './tools.ts';

export const able = { elicitation: {}, sampling: {}, roots: {} };
export const yes = { action: 'accept', content: { confirm: true } };
export const who = t.object({ name: t.string('Name') });
export const textOf = (result: unknown): unknown => at(result, 'content', 0, 'text');
export const stateOf = (result: unknown): unknown => at(result, 'requestState');
export const keysOf = (result: unknown): string[] => Object.keys(Object(at(result, 'inputRequests')));

export function desk(of: Watched, capabilities: object = able, principal?: string): Desk {
  return new Desk(of.app, MODERN, capabilities, principal === undefined ? {} : { principal });
}

/** A tool that loses a file, after asking. */
export function remover(
  lost: string[],
  question: (path: string) => string = (path) => `Lose ${path}?`,
): Tool {
  return tool({
    name: 'remove',
    title: 'Remove',
    description: 'Removes a file.',
    input: t.object({ path: t.string('Path'), deep: t.boolean('Deep').optional() }),
    annotations: hints,
    async run({ path }, ctx) {
      if (!(await ctx.elicit.confirm('sure', question(path)))) return 'kept';
      lost.push(path);
      return `lost ${path}`;
    },
  });
}
