// Asks before a step that loses work; where nobody can be asked, wants a token bound to what would be lost.
import { type Context, ToolError } from '@plainmcp/protocol';
import { nodeCrypto } from './lazy-node.ts';

/** Known to this process alone, so that no token can be made up. */
let secret: Buffer | undefined;

export interface Question {
  /** Unique within one call. */
  readonly key: string;
  /** What would be lost, as one sentence. */
  readonly loss: string;
  /** Everything that must still be the same when the answer comes. */
  readonly state: string;
  /** The `confirm` argument of the call. */
  readonly token: string | undefined;
  /** What did not happen when nobody agreed, for example `nothing was deleted`. */
  readonly spared: string;
}

/** Returns when the person agreed, or the token is the one of this very state; throws a ToolError otherwise. */
export async function assertConfirmed(
  ctx: Context,
  { key, loss, state, token, spared }: Question,
): Promise<void> {
  if (ctx.elicit.available('form')) {
    if (await ctx.elicit.confirm(key, `${loss} This cannot be undone. Go on?`)) return;
    throw new ToolError(`The person did not agree; ${spared}.`, {
      code: 'declined',
      hint: 'Do not repeat the call unless they ask for it.',
    });
  }
  secret ??= nodeCrypto().randomBytes(32);
  const expected = nodeCrypto().createHmac('sha256', secret).update(state).digest('hex').slice(0, 16);
  if (token === expected) return;
  const stale = token === undefined ? '' : ' The confirm token is of another state.';
  throw new ToolError(`${loss} This cannot be undone, and ${spared} yet.${stale}`, {
    code: 'confirmation_required',
    hint: `If the user wants this, repeat the call with confirm: "${expected}".`,
  });
}
