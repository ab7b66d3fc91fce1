// Statements that pass a careless "read only" test and yet change, leak or hang.
import type { HostileCase } from './case.ts';

/**
 * `refuse`: an error and no effect. `bounded`: may run, but ends by row, size or time limit.
 * `data`: harmless, must work (a test that a guard does not refuse by words alone).
 */
export type SqlExpectation = 'refuse' | 'bounded' | 'data';
export interface HostileSql extends HostileCase<SqlExpectation> {
  readonly for: 'any' | 'postgres' | 'sqlite';
}

const of = (
  system: HostileSql['for'],
  expect: SqlExpectation,
  values: Readonly<Record<string, string>>,
): HostileSql[] =>
  Object.entries(values).map(([name, value]) => ({ name: `${system}: ${name}`, value, expect, for: system }));

export const hostileSql: readonly HostileSql[] = [
  ...of('any', 'refuse', {
    stacked: 'SELECT 1; DROP TABLE victims',
    'stacked after a commit': 'COMMIT; DROP TABLE victims; BEGIN',
    'end of transaction': 'ROLLBACK',
    'write behind a comment': '/* SELECT */ DELETE FROM victims',
    'write behind a line comment': '-- SELECT 1\nDELETE FROM victims',
    'write in a common table expression': 'WITH gone AS (DELETE FROM victims RETURNING *) SELECT * FROM gone',
    'explained and run': 'EXPLAIN ANALYZE DELETE FROM victims',
    'plain insert': "INSERT INTO victims VALUES (1, 'x')",
    'plain update': 'UPDATE victims SET name = NULL',
    'table definition': 'CREATE TABLE made (a int)',
    'drop in small letters and blanks': '\n\t dRoP\n table victims',
    empty: '',
    'only a comment': '/* nothing */',
    'NUL inside': 'SELECT 1\u0000; DROP TABLE victims',
    'unclosed string': "SELECT 'abc",
  }),
  ...of('any', 'data', {
    'words of danger in a string': "SELECT 'DROP TABLE victims; DELETE'",
    'semicolon in a string': "SELECT ';'",
    'semicolon at the end': 'SELECT 1;',
    'comment with a statement': 'SELECT 1 /* ; DROP TABLE victims */',
    'quoted identifier': 'SELECT 1 AS "delete; drop"',
    'starting with WITH': 'WITH a AS (SELECT 1 AS n) SELECT n FROM a',
    values: 'VALUES (1), (2)',
  }),
  ...of('any', 'bounded', {
    'endless recursion': 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n',
    'cross join': 'SELECT * FROM victims a, victims b, victims c, victims d, victims e, victims f, victims g',
  }),
  ...of('postgres', 'refuse', {
    'server file': "SELECT pg_read_file('/etc/passwd')",
    'server folder': "SELECT pg_ls_dir('/')",
    'large object from a file': "SELECT lo_import('/etc/passwd')",
    'large object to a file': "SELECT lo_export(1, '/tmp/plainmcp-hostile')",
    program: "COPY (SELECT 1) TO PROGRAM 'touch /tmp/plainmcp-hostile'",
    'copy to a file': "COPY victims TO '/tmp/plainmcp-hostile'",
    'copy from stdin': 'COPY victims FROM STDIN',
    'anonymous block': 'DO $$ BEGIN DELETE FROM victims; END $$',
    'other connection': "SELECT dblink_exec('dbname=postgres', 'DELETE FROM victims')",
    'query inside a function': "SELECT query_to_xml('DELETE FROM victims RETURNING *', true, false, '')",
    'role undone': "SELECT set_config('role', 'none', true)",
    'read only undone': "SELECT set_config('transaction_read_only', 'off', true)",
    'read only undone by SET': 'SET TRANSACTION READ WRITE',
    'sequence moved': "SELECT setval('victims_id_seq', 1)",
    'sequence taken': "SELECT nextval('victims_id_seq')",
    'other sessions ended': 'SELECT pg_terminate_backend(pid) FROM pg_stat_activity',
    'lock held': 'SELECT pg_advisory_lock(1)',
    'rows locked': 'SELECT * FROM victims FOR UPDATE',
    'select into': 'SELECT * INTO made FROM victims',
    'prepared and executed': 'PREPARE p AS DELETE FROM victims; EXECUTE p',
    listening: 'LISTEN channel',
    'configuration reloaded': 'SELECT pg_reload_conf()',
    passwords: 'SELECT passwd FROM pg_shadow',
  }),
  ...of('postgres', 'bounded', {
    sleep: 'SELECT pg_sleep(3600)',
    series: 'SELECT * FROM generate_series(1, 1000000000)',
    'one huge value': "SELECT repeat('x', 500000000)",
    'catastrophic pattern': "SELECT 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!' ~ '^(a+)+$'",
  }),
  ...of('sqlite', 'refuse', {
    'attach another database': "ATTACH 'other.db' AS other",
    'attach a new file': "ATTACH '/tmp/plainmcp-hostile.db' AS made",
    'copy by vacuum': "VACUUM INTO '/tmp/plainmcp-hostile.db'",
    'query_only off': 'PRAGMA query_only = 0',
    'writable schema': 'PRAGMA writable_schema = 1',
    'journal mode': 'PRAGMA journal_mode = wal',
    'pragma in brackets': 'PRAGMA query_only(0)',
    'pragma behind a comment': '/**/PRAGMA/**/query_only=0',
    extension: "SELECT load_extension('/tmp/evil.so')",
    'file by function': "SELECT writefile('/tmp/plainmcp-hostile', 'x')",
    'temporary table': 'CREATE TEMP TABLE made (a)',
    savepoint: 'SAVEPOINT s',
    detach: 'DETACH main',
  }),
  ...of('sqlite', 'bounded', {
    'huge blob': 'SELECT zeroblob(1000000000)',
    'random blob': 'SELECT hex(randomblob(400000000))',
    'catastrophic LIKE': `SELECT '${'a'.repeat(60)}' LIKE '${'%a'.repeat(30)}b'`,
    'catastrophic GLOB': `SELECT '${'a'.repeat(60)}' GLOB '${'*a'.repeat(30)}b'`,
  }),
];
