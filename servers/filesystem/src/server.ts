// Options -> dependencies -> definitions: the whole server as a value, for main and for the generators.
import type { CheckLine } from '@plainmcp/kit/check';
import { oneLine } from '@plainmcp/kit/hidden';
import type { ValuesOf } from '@plainmcp/kit/options';
import type { Parts, ServerSpec } from '@plainmcp/kit/run';
import manifest from '../package.json' with { type: 'json' };
import { clientRoots, following } from './client-roots.ts';
import type { Deps, Settings } from './deps.ts';
import { openFiles } from './fs/files.ts';
import { FileQueue } from './fs/queue.ts';
import { parseRootSpec } from './fs/roots.ts';
import type { Files } from './fs/types.ts';
import { instructions } from './instructions.ts';
import { options } from './options.ts';
import { loadPolicy } from './policy.ts';
import { fileResources } from './resources.ts';
import { lazySearcher } from './search/lazy-searcher.ts';
import { officialTextBytes } from './search/official-limits.ts';
import { tools } from './tools/index.ts';

const noDirectory =
  'no directory given: name at least one, plainmcp-filesystem DIR (without one, only clients that offer roots can use it)';

type Values = ValuesOf<(typeof options)['specs']>;

/** The filesystem server. */
export const filesystem: ServerSpec<(typeof options)['specs']> = {
  manifest,
  title: 'Filesystem',
  options,
  build,
};

async function build(values: Values): Promise<Parts> {
  const settings = settingsOf(values);
  const policyOptions = { deny: settings.deny, refuseHardlinks: settings.refuseHardlinks };
  const policy = await loadPolicy(policyOptions);
  const directories = values.directories.map(parseRootSpec);
  const linkTargets = values.allowLinkTarget.map(parseRootSpec);
  const files = openFiles({ roots: directories, linkTargets, readOnly: settings.readOnly, policy });
  const searcher = lazySearcher({ files, linkTargets: files.linkTargets, policy: policyOptions });
  const deps: Deps = { files, settings, queue: new FileQueue(), searcher };
  const roots = clientRoots(files, directories, values.roots);
  const { resources, resourceTemplates, close: closeWatches } = fileResources(deps, roots);
  const all = tools(deps);
  return {
    tools: roots === undefined ? all : all.map((tool) => following(tool, roots)),
    resources,
    resourceTemplates,
    ...(settings.allowDelete === 'no' ? { locked: { delete_file: '--allow-delete' } } : {}),
    // Answered but not listed, and switched off together with its target.
    aliases: { read_file: 'read_text_file' },
    instructions,
    ...(settings.officialOutput ? { maxOutputChars: officialTextBytes } : {}),
    check: async () => checkLines(files),
    async close() {
      closeWatches();
      await searcher.close();
      files.close();
    },
  };
}

function settingsOf(values: Values): Settings {
  return {
    officialOutput: values.officialOutput,
    maxOutputChars: values.maxOutputChars,
    maxMediaBytes: values.maxMediaBytes,
    respectGitignore: !values.noGitignore,
    allowDelete: values.allowDelete,
    inPlace: values.inPlace,
    refuseHardlinks: values.refuseHardlinks,
    deny: values.deny,
    readOnly: values.readOnly,
  };
}

function checkLines({ roots, problems }: Files): readonly CheckLine[] {
  const usable = roots.map(({ path, readOnly }) => ({
    ok: true,
    text: `directory ${oneLine(path, 4096)}: ${readOnly ? 'read only' : 'read and write'}`,
  }));
  const none = usable.length > 0 || problems.length > 0 ? [] : [{ ok: false, text: noDirectory }];
  return [...usable, ...none, ...problems.map((problem) => ({ ok: false, text: oneLine(problem, 4096) }))];
}
