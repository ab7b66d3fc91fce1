// Which tools are listed under every mix of options.
import { describe, expect, it } from 'vitest';
import { selectTools } from '../src/select.ts';
import { sampleTool } from './sample-tools.ts';

const all = {
  tools: [sampleTool('read'), sampleTool('write', 'loses')],
  toolsets: [
    { name: 'extra', description: 'More', byDefault: true, tools: [sampleTool('stat')] },
    {
      name: 'danger',
      description: 'Less',
      byDefault: false,
      tools: [sampleTool('wipe', 'loses'), sampleTool('audit')],
    },
  ],
  locked: { delete_file: '--allow-delete' },
};
const none = { tools: [], toolsets: [], disableTools: [], readOnly: false };

describe('selectTools', () => {
  it.each([
    [{}, 'read write stat'],
    [{ readOnly: true }, 'read stat'],
    [{ toolsets: ['danger'] }, 'read write stat wipe audit'],
    [{ toolsets: ['all'], readOnly: true }, 'read stat audit'],
    [{ toolsets: ['default'] }, 'read write stat'],
    [{ tools: ['wipe', 'read'] }, 'read wipe'],
    [{ tools: ['wipe', 'read'], toolsets: ['all'] }, 'read wipe'],
    [{ tools: ['write'], readOnly: true }, ''],
    [{ disableTools: ['write', 'audit'], toolsets: ['danger'] }, 'read stat wipe'],
    [{ tools: ['read'], disableTools: ['read'] }, ''],
    [{ disableTools: ['delete_file'] }, 'read write stat'],
  ])('%j lists %s', (choice, names) => {
    const { tools, usageError } = selectTools(all, { ...none, ...choice });
    expect(usageError).toBeUndefined();
    expect(tools?.map((tool) => tool.name).join(' ')).toBe(names);
  });

  it.each([
    [{}, 'read write old_read'],
    [{ tools: ['read'] }, 'read old_read'],
    [{ tools: ['write'] }, 'write'],
    [{ tools: ['old_read'] }, 'old_read'],
    [{ disableTools: ['read'] }, 'write'],
    [{ disableTools: ['old_read'] }, 'read write'],
  ])('an alias shares the fate of its tool: %j', (choice, names) => {
    const old = { ...sampleTool('old_read'), listed: false };
    const aliased = { tools: [...all.tools, old], aliases: { old_read: 'read' } };
    expect(
      selectTools(aliased, { ...none, ...choice })
        .tools?.map((tool) => tool.name)
        .join(' '),
    ).toBe(names);
  });

  it.each([
    [{ tools: ['raed'] }, 'unknown tool raed; did you mean read?'],
    [
      { tools: ['read', 'nothing_like_it'] },
      'unknown tool nothing_like_it; known: read, write, stat, wipe and audit',
    ],
    [{ tools: ['delete_file'] }, 'tool delete_file needs --allow-delete'],
    [{ tools: ['delete_fil'] }, 'unknown tool delete_fil; did you mean delete_file?'],
    [{ disableTools: ['wirte'] }, 'unknown tool wirte; did you mean write?'],
    [{ toolsets: ['dangr'] }, 'unknown toolset dangr; did you mean danger?'],
    [{ tools: ['__proto__'] }, 'unknown tool __proto__; known: read, write, stat, wipe and audit'],
    [{ tools: ['a\nb'] }, 'unknown tool a\\nb; known: read, write, stat, wipe and audit'],
  ])('%j: %s', (choice, usageError) => {
    expect(selectTools(all, { ...none, ...choice })).toEqual({ usageError });
  });
});
