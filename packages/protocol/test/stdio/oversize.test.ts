// The id of a line too long to read: found at the top level only, never that of a response.
import { describe, expect, it } from 'vitest';
import { recoverId } from '../../src/stdio/oversize.ts';

const EDGE = 512;
const FILL = 'x'.repeat(4000);

function recover(line: string): string | undefined {
  const bytes = Buffer.from(line);
  return recoverId(bytes.subarray(0, EDGE), bytes.subarray(-EDGE));
}

describe('recoverId', () => {
  it.each([
    ['first', `{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"text":"${FILL}"}}`, '7'],
    ['last', `{"method":"tools/call","params":{"text":"${FILL}"},"jsonrpc":"2.0","id":8}`, '8'],
    ['last, before the method', `{"params":{"text":"${FILL}"},"id":8,"method":"tools/call"}`, '8'],
    ['first, with the method last', `{"id":-3,"params":{"text":"${FILL}"},"method":"m"}`, '-3'],
    ['a string', `{"id":"a,\\"}{€","method":"m","params":"${FILL}"}`, '"a,\\"}{€"'],
    ['a string at the end', `{"method":"m","params":"${FILL}","id":"q\\\\\\"é"}`, '"q\\\\\\"é"'],
    [
      'more digits than a double holds',
      `{"id":12345678901234567890,"method":"m","params":"${FILL}"}`,
      '12345678901234567890',
    ],
    ['with spaces', `  { "id" : 5 , "method" : "m", "p":"${FILL}" } `, '5'],
    ['behind other members', `{"method":"m","params":{"a":[{"id":1}],"id":2},"id":9,"x":"${FILL}"}`, '9'],
    ['after a text that looks like one', `{"method":"m","note":"\\",\\"id\\":1,","id":9,"x":"${FILL}"}`, '9'],
    ['given twice: the last counts, as in JSON.parse', `{"id":1,"method":"m","p":"${FILL}","id":2}`, '2'],
  ])('finds an id that is %s', (_, line, id) => {
    expect(recover(line)).toBe(id);
  });

  it.each([
    ['is nested', `{"method":"m","params":{"id":1,"text":"${FILL}"}}`],
    ['is nested at the end', `{"method":"m","params":{"text":"${FILL}","id":1}}`],
    ['is inside a text', `{"method":"m","params":"${FILL}\\",\\"id\\":1}"}`],
    ['is an element of a batch', `[{"method":"m","id":1,"params":"${FILL}"}]`],
    ['is null', `{"id":null,"method":"m","params":"${FILL}"}`],
    ['is a fraction', `{"id":1.5,"method":"m","params":"${FILL}"}`],
    ['has an exponent', `{"id":1e3,"method":"m","params":"${FILL}"}`],
    ['is an object', `{"id":{"id":1},"method":"m","params":"${FILL}"}`],
    ['is cut off', `{"method":"m","x":"${'y'.repeat(EDGE - 29)}","id":123456,"p":"${FILL}"}`],
    ['is between two long values', `{"method":"m","a":"${FILL}","id":1,"b":"${FILL}"}`],
    ['is a value, not a key', `{"method":"id","x":"id","p":"${FILL}"}`],
    ['belongs to a response', `{"jsonrpc":"2.0","id":1,"result":{"text":"${FILL}"}}`],
    ['belongs to a response, last', `{"result":{"text":"${FILL}"},"jsonrpc":"2.0","id":1}`],
    ['belongs to an error', `{"id":1,"error":{"message":"${FILL}"}}`],
    ['stands without a method', `{"id":1,"params":{"text":"${FILL}"}}`],
    ['is not there: a notification', `{"method":"m","params":{"text":"${FILL}"}}`],
    ['stands in something that is no object', `"id":1,"method":"m"${FILL}`],
    ['stands in no JSON at all', FILL],
  ])('finds none when it %s', (_, line) => {
    expect(recover(line)).toBeUndefined();
  });

  it('is quick with whatever it is given', () => {
    for (const piece of ['{', '[', '"', '\\', '\\"', '{"id":', '1', '1e', ' ', '":', '}']) {
      const bytes = Buffer.from(piece.repeat(EDGE)).subarray(0, EDGE);
      expect(recoverId(bytes, bytes)).toBeUndefined();
    }
  });
});
