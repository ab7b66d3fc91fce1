// Divides one budget among many wants.

/** Small wants are met whole, large ones get equal shares of the rest. */
export function share(wants: readonly number[], room: number): number[] {
  const shares = wants.map(() => 0);
  let left = room;
  const rising = wants.map((want, i) => ({ want, i })).sort((a, b) => a.want - b.want);
  for (const [done, { want, i }] of rising.entries()) {
    const given = Math.min(want, Math.floor(left / (rising.length - done)));
    shares[i] = given;
    left -= given;
  }
  return shares;
}
