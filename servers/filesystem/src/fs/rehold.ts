// Roots that were deleted and made again (`rm -rf build; mkdir build`) are taken anew, by their real name only.
import { errnoOf } from './failures.ts';
import type { Gate } from './gate-types.ts';
import { type OpenRoot, RootSet } from './roots.ts';

/** The roots with replaced ones held anew; undefined when nothing changed or nothing better is there. */
export function reholdRoots(gate: Gate, set: RootSet): RootSet | undefined {
  let renewed = false;
  const roots = set.all.map((root): OpenRoot => {
    if (!gate.isStale(root)) return root;
    try {
      // Holding refuses links on the way, so a root never comes to mean another place.
      const held = gate.hold(root);
      gate.release(root);
      renewed = true;
      return held;
    } catch (error) {
      if (errnoOf(error) === undefined && !(error instanceof Error)) throw error;
      return root;
    }
  });
  return renewed ? new RootSet(roots, set.flavour) : undefined;
}
