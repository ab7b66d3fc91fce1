// The methods a server answers, in both eras.
import type { Era } from '../context.ts';
import type { Answer } from '../eras/wire.ts';
import { complete } from '../features/completion.ts';
import { getPrompt } from '../features/prompts.ts';
import { readResource } from '../features/resources.ts';
import { listen, subscribe, unsubscribe } from '../features/subscriptions.ts';
import { callTool } from '../features/tools.ts';
import type { Call } from './call.ts';
import type { ListKey } from './catalog.ts';
import { initialize, setLevel } from './handshake.ts';

interface Common {
  /** Where the method exists; in both when absent. */
  readonly era?: Era;
  /** The capability without which it does not exist. */
  readonly needs?: 'tools' | 'resources' | 'prompts' | 'completions';
}

export type Method = Common &
  (
    | { /** Answered at once, with the text of a result. */ readonly now: (call: Call) => string }
    | {
        /** Runs a handler of the server. `slot`: counts against maxInFlight. */
        readonly work: (call: Call) => Promise<Answer>;
        readonly slot: boolean;
      }
    | { /** Stays open until it is cancelled. */ readonly listen: (call: Call) => void }
  );

function list(key: ListKey, needs: 'tools' | 'resources' | 'prompts'): Method {
  return {
    needs,
    now: ({ link, request }) => link.core.lists.page(request.wire, key, request.params['cursor']),
  };
}

export const METHODS: ReadonlyMap<string, Method> = new Map<string, Method>([
  ['tools/call', { needs: 'tools', work: callTool, slot: true }],
  ['tools/list', list('tools', 'tools')],
  ['resources/read', { needs: 'resources', work: readResource, slot: true }],
  ['resources/list', list('resources', 'resources')],
  ['resources/templates/list', list('resourceTemplates', 'resources')],
  ['prompts/get', { needs: 'prompts', work: getPrompt, slot: true }],
  ['prompts/list', list('prompts', 'prompts')],
  ['completion/complete', { needs: 'completions', work: complete, slot: true }],
  ['server/discover', { era: 'modern', now: ({ link }) => link.core.discovered() }],
  ['subscriptions/listen', { era: 'modern', listen }],
  ['initialize', { era: 'legacy', now: initialize }],
  ['ping', { era: 'legacy', now: ({ request }) => request.wire.empty }],
  ['logging/setLevel', { era: 'legacy', now: setLevel }],
  ['resources/subscribe', { era: 'legacy', needs: 'resources', work: subscribe, slot: false }],
  ['resources/unsubscribe', { era: 'legacy', needs: 'resources', work: unsubscribe, slot: false }],
]);
