// The four string formats `t` checks: those MCP elicitation knows.

export type Format = 'email' | 'uri' | 'date' | 'date-time';

/** Longest text any format takes, so that no expression sees more. */
const MAX_LENGTH = 4096;
const EMAIL = /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,10}$/i;
const URI = /^[a-z][a-z0-9+.-]*:(?:[\w.~:/?#@!$&'()*+,;=-]|%[\da-f]{2})+$/i;
const IP_LITERAL = /^([a-z][a-z0-9+.-]*:\/\/(?:[^/?#@[\]]*@)?)\[[\da-f:.]+\]/i;
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const TIME = /^(\d{2}):(\d{2}):(\d{2})(?:\.\d{1,20})?(?:z|([+-])(\d{2}):(\d{2}))$/i;

const CHECKS: { readonly [F in Format]: (text: string) => boolean } = {
  email: (text) => EMAIL.test(text) && !/^\.|\.\.|\.@|@-|-\.|\.-|-$/.test(text),
  // Brackets are for IPv6 hosts alone.
  uri: (text) => URI.test(text.replace(IP_LITERAL, '$1host')) && URL.canParse(text),
  date: isDate,
  'date-time': (text) => /^t$/i.test(text.charAt(10)) && isDate(text.slice(0, 10)) && isTime(text.slice(11)),
};

/** Whether `text` has the format: RFC 5321 mailbox without quotes or address literals, RFC 3986, RFC 3339. */
export function hasFormat(format: Format, text: string): boolean {
  return text.length <= MAX_LENGTH && CHECKS[format](text);
}

function isDate(text: string): boolean {
  const [, year, month, day] = (DATE.exec(text) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined || month < 1 || month > 12) return false;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
  return day >= 1 && day <= days;
}

function isTime(text: string): boolean {
  const match = TIME.exec(text);
  if (match === null) return false;
  const [, hour = 0, minute = 0, second = 0, , zoneHour = 0, zoneMinute = 0] = match.map((part) =>
    Number(part ?? 0),
  );
  if (hour > 23 || minute > 59 || second > 60 || zoneHour > 23 || zoneMinute > 59) return false;
  if (second < 60) return true;
  // A leap second is the last of a day in UTC.
  const offset = (zoneHour * 60 + zoneMinute) * (match[4] === '-' ? -1 : 1);
  return (hour * 60 + minute - offset + 1440) % 1440 === 1439;
}
