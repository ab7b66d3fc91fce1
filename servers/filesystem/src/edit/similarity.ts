// How alike two lines are, from 0 to 1.

/**
 * Twice the longest common subsequence over both lengths, white space at the ends left out. Only the first
 * `most` characters of what differs count, so the work is bounded by `most` squared.
 */
export function similarity(a: string, b: string, most: number): number {
  const left = a.trim().slice(0, most);
  const right = b.trim().slice(0, most);
  if (left === right) return 1;
  let head = 0;
  while (head < left.length && left[head] === right[head]) head++;
  let tail = 0;
  const shorter = Math.min(left.length, right.length) - head;
  while (tail < shorter && left[left.length - 1 - tail] === right[right.length - 1 - tail]) tail++;
  const middle = commonLength(left.slice(head, left.length - tail), right.slice(head, right.length - tail));
  return (2 * (head + tail + middle)) / (left.length + right.length);
}

function commonLength(a: string, b: string): number {
  const row = new Uint16Array(b.length + 1);
  for (let i = 0; i < a.length; i++) {
    let diagonal = 0;
    for (let j = 1; j <= b.length; j++) {
      const above = row[j] ?? 0;
      row[j] = a[i] === b[j - 1] ? diagonal + 1 : Math.max(above, row[j - 1] ?? 0);
      diagonal = above;
    }
  }
  return row[b.length] ?? 0;
}
