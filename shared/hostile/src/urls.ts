// URLs that lead a server to places its caller must not reach (SSRF).
import type { HostileCase } from './case.ts';

/**
 * `refuse`: never dialled, whatever is allowed (metadata services, other schemes, broken URLs).
 * `private`: only where private addresses are allowed explicitly.
 * `resolve`: the name decides nothing; the address it resolves to at the time of dialling does.
 */
export type UrlExpectation = 'refuse' | 'private' | 'resolve';
export type HostileUrl = HostileCase<UrlExpectation>;

const of = (expect: UrlExpectation, values: Readonly<Record<string, string>>): HostileUrl[] =>
  Object.entries(values).map(([name, value]) => ({ name, value, expect }));

export const hostileUrls: readonly HostileUrl[] = [
  ...of('refuse', {
    'metadata address': 'http://169.254.169.254/latest/meta-data/iam/security-credentials/',
    'metadata address in decimal': 'http://2852039166/latest/meta-data/',
    'metadata address in hex': 'http://0xa9fea9fe/',
    'metadata address in octal': 'http://0251.0376.0251.0376/',
    'metadata address mapped to IPv6': 'http://[::ffff:169.254.169.254]/',
    'metadata address mapped to IPv6 in hex': 'http://[::ffff:a9fe:a9fe]/',
    'metadata address by NAT64': 'http://[64:ff9b::a9fe:a9fe]/',
    'metadata address over IPv6': 'http://[fd00:ec2::254]/',
    'metadata name of Google': 'http://metadata.google.internal/computeMetadata/v1/',
    'metadata address of Alibaba': 'http://100.100.100.200/latest/meta-data/',
    'container credentials': 'http://169.254.170.2/v2/credentials/',
    'any address': 'http://0.0.0.0:8080/',
    'short any address': 'http://0/',
    'IPv6 any address': 'http://[::]/',
    'link-local IPv6': 'http://[fe80::1%25eth0]/',
    broadcast: 'http://255.255.255.255/',
    multicast: 'http://224.0.0.1/',
    'file scheme': 'file:///etc/passwd',
    'file scheme in capitals': 'FILE:///etc/passwd',
    'file with host': 'file://server/share/a',
    gopher: 'gopher://127.0.0.1:6379/_FLUSHALL',
    dict: 'dict://127.0.0.1:11211/stats',
    ftp: 'ftp://127.0.0.1/',
    ldap: 'ldap://127.0.0.1/',
    javascript: 'javascript:alert(document.domain)',
    'javascript with a line end': 'java\nscript:alert(1)',
    'view-source of a file': 'view-source:file:///etc/passwd',
    blob: 'blob:null/1',
    'chrome page': 'chrome://settings/',
    'credentials in the URL': 'http://user:password@example.invalid/',
    'line end in the host': 'http://example.invalid\r\nHost: 127.0.0.1/',
    'NUL in the host': 'http://example.invalid\u0000.localhost/',
    'port 0': 'http://example.invalid:0/',
    'no host': 'http:///etc/passwd',
  }),
  ...of('private', {
    loopback: 'http://127.0.0.1/',
    'loopback elsewhere in its range': 'http://127.8.9.10/',
    'loopback, short': 'http://127.1/',
    'loopback in decimal': 'http://2130706433/',
    'loopback in hex': 'http://0x7f000001/',
    'loopback in octal': 'http://0177.0.0.1/',
    'loopback by IPv6': 'http://[::1]/',
    'loopback mapped to IPv6': 'http://[::ffff:127.0.0.1]/',
    localhost: 'http://localhost/',
    'localhost with a dot': 'http://localhost./',
    'localhost in capitals': 'http://LOCALHOST/',
    'below localhost': 'http://app.localhost/',
    'full-width digits': 'http://１２７.０.０.１/',
    'full-width dots': 'http://127。0。0。1/',
    'enclosed letters': 'http://ⓛocalhost/',
    'private class A': 'http://10.0.0.1/',
    'private class B': 'http://172.16.0.1/',
    'private class C': 'http://192.168.1.1/',
    'carrier grade NAT': 'http://100.64.0.1/',
    'unique local IPv6': 'http://[fd12:3456::1]/',
    'user info that looks like a host': 'http://example.com@127.0.0.1/',
    'backslash for a slash': 'http://example.com\\@127.0.0.1/',
    'fragment that looks like a host': 'http://127.0.0.1#@example.com/',
    'Docker host name': 'http://host.docker.internal/',
  }),
  ...of('resolve', {
    'public name of loopback': 'http://127.0.0.1.nip.io/',
    'public name of loopback, other service': 'http://localtest.me/',
    'name that changes between look-ups': 'http://7f000001.a9fea9fe.rbndr.us/',
    'name of the metadata address': 'http://169.254.169.254.nip.io/',
  }),
];
