// An unconfigured server lists everything and answers every use with the remedy.
import { prompt, resource, resourceTemplate } from '@plainmcp/protocol';
import { expect, it } from 'vitest';
import { faultText, faulty, faultyPrompt, faultyResource, faultyTemplate } from '../src/faulty.ts';
import { context, sampleTool } from './sample-tools.ts';

it('a tool looks the same and answers with the message, whatever the arguments', async () => {
  const tool = sampleTool('read');
  const broken = faulty(tool, 'No folder.');
  expect({ ...broken, call: undefined }).toEqual({ ...tool, call: undefined });
  expect(await broken.call({ no: 'such' }, context)).toEqual({
    content: [{ type: 'text', text: 'No folder.' }],
    isError: true,
  });
});

it('resources, templates and prompts fail with the message', async () => {
  const plain = resource({ uri: 'a:b', name: 'b', read: () => 'x' });
  const template = resourceTemplate({
    uriTemplate: 'a:{id}',
    name: 'id',
    read: () => 'x',
    complete: { id: () => Promise.reject(new Error('no backend')) },
  });
  const greeting = prompt({ name: 'greet', render: () => 'hello' });
  expect(() => faultyResource(plain, 'No folder.').read(context)).toThrow('No folder.');
  const broken = faultyTemplate(template, 'No folder.');
  expect(() => broken.read('a:1', { id: '1' }, context)).toThrow('No folder.');
  expect(broken.match('a:1')).toEqual({ id: '1' });
  expect(await broken.complete?.['id']?.('', {}, context.signal)).toEqual([]);
  await expect(faultyPrompt(greeting, 'No folder.').get({}, context)).rejects.toMatchObject({
    message: 'No folder.',
    code: -32603,
  });
});

it('names one fault in a sentence and several in a list', () => {
  expect(faultText('plainmcp-x', ['Pass DIR.'])).toMatch(/^plainmcp-x is not configured\..*\nPass DIR\.$/);
  expect(faultText('plainmcp-x', ['Pass DIR.', 'Set T.'])).toMatch(/\n- Pass DIR\.\n- Set T\.$/);
});
