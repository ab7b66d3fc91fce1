// Checks of what a server sent: what is let through, what is refused.
import { describe, expect, it } from 'vitest';
import { ClientError } from '../../src/client/errors.ts';
import {
  expectShape,
  isCallToolResult,
  isCompletion,
  isContent,
  isProgress,
  isPrompt,
  isPromptResult,
  isReadResult,
  isResource,
  isResourceTemplate,
  isTool,
} from '../../src/client/guards.ts';

const icon = { src: 'data:,', mimeType: 'image/png', sizes: ['1x1'], theme: 'dark' };
const notes = { audience: ['user'], priority: 1, lastModified: '2026-01-01' };

describe('content', () => {
  it.each([
    { type: 'text', text: '' },
    { type: 'text', text: 'x', annotations: notes, _meta: { a: 1 }, unknown: true },
    { type: 'image', data: 'AA==', mimeType: 'image/png' },
    { type: 'audio', data: 'AA==', mimeType: 'audio/wav' },
    { type: 'resource', resource: { uri: 'x:y', text: 't' } },
    { type: 'resource', resource: { uri: 'x:y', blob: 'AA==', mimeType: 'a/b' } },
    { type: 'resource_link', uri: 'x:y', name: 'y', size: 3, icons: [icon] },
  ])('%o is content', (value) => {
    expect(isContent(value)).toBe(true);
  });

  it.each([
    null,
    'text',
    [],
    {},
    { type: 'text' },
    { type: 'text', text: 1 },
    { type: 'text', text: 'x', annotations: { audience: ['robot'] } },
    { type: 'text', text: 'x', annotations: { priority: 'high' } },
    { type: 'text', text: 'x', _meta: [] },
    { type: 'image', data: 'AA==' },
    { type: 'audio', mimeType: 'audio/wav' },
    { type: 'resource', resource: { uri: 'x:y' } },
    { type: 'resource', uri: 'x:y' },
    { type: 'resource_link', uri: 'x:y' },
    { type: 'video', data: '', mimeType: '' },
  ])('%o is not', (value) => {
    expect(isContent(value)).toBe(false);
  });
});

describe('shapes', () => {
  it.each([
    ['tool', isTool, { name: 't', inputSchema: {} }, { name: 't' }],
    [
      'tool with everything',
      isTool,
      {
        name: 't',
        title: 'T',
        description: 'd',
        inputSchema: {},
        outputSchema: {},
        annotations: {},
        icons: [icon],
        _meta: {},
      },
      { name: 't', inputSchema: {}, icons: [{}] },
    ],
    ['resource', isResource, { uri: 'x:y', name: 'y' }, { uri: 'x:y' }],
    ['template', isResourceTemplate, { uriTemplate: 'x:{y}', name: 'y' }, { uri: 'x:y', name: 'y' }],
    [
      'prompt',
      isPrompt,
      { name: 'p', arguments: [{ name: 'a', required: true }] },
      { name: 'p', arguments: [{ required: true }] },
    ],
    [
      'tool result',
      isCallToolResult,
      { content: [], structuredContent: [1], isError: true },
      { content: [{ type: 'text' }] },
    ],
    ['tool result without content', isCallToolResult, { content: [] }, { isError: true }],
    [
      'resource contents',
      isReadResult,
      { contents: [{ uri: 'x:y', text: '' }] },
      { contents: [{ uri: 'x:y' }] },
    ],
    [
      'prompt result',
      isPromptResult,
      { messages: [{ role: 'user', content: { type: 'text', text: '' } }] },
      { messages: [{ role: 'system', content: { type: 'text', text: '' } }] },
    ],
    ['completion', isCompletion, { values: ['a'], total: 1, hasMore: false }, { values: [1] }],
    ['progress', isProgress, { progress: 1, total: 2, message: 'x' }, { progress: '1' }],
  ])('%s', (_, guard: (value: unknown) => boolean, good, bad) => {
    expect(guard(good)).toBe(true);
    expect(guard(bad)).toBe(false);
  });
});

describe('expectShape', () => {
  it('returns what passes, and says what was expected and what came', () => {
    const tool = { name: 't', inputSchema: {} };
    expect(expectShape(tool, isTool, 'tool')).toBe(tool);
    expect(() => expectShape({ name: 1 }, isTool, 'tool')).toThrow(
      new ClientError('invalid', 'The server sent an invalid tool: {"name":1}'),
    );
    expect(() => expectShape(undefined, isTool, 'tool')).toThrow('invalid tool: nothing');
    expect(() => expectShape('x'.repeat(1000), isTool, 'tool')).toThrow(/x{200,}\.\.\.$/);
  });
});
