// What each fault of the fixture must be caught by: fault -> checks (by the start of their names) and what they say.

export interface Row {
  readonly fault: string;
  /** Beginnings of the names of checks that must fail. */
  readonly checks: readonly string[];
  readonly says: RegExp;
}

const row = (fault: string, says: RegExp, ...checks: readonly string[]): Row => ({ fault, says, checks });

const lifecycle = [
  row(
    'modern fields in legacy',
    /legacy result must not carry/,
    'lifecycle: initialize in',
    'calls: each sample succeeds in 2024',
    'calls: each sample succeeds in 2025',
    'tools: the list has the shape',
  ),
  row(
    'refuses unknown versions',
    /answer to version "1999-01-01"/,
    'lifecycle: initialize with an unknown version',
  ),
  row('discovers legacy versions', /supportedVersions/, 'lifecycle: server/discover'),
  row(
    'no caching fields',
    /ttlMs must be/,
    'lifecycle: server/discover',
    'tools: the list has the shape',
    'capabilities: declared lists',
    'capabilities: a listed resource',
  ),
  row('no claim needed', /expected -32602, got -32601/, 'lifecycle: a modern method without _meta'),
  row('ping in modern', /expected an error/, 'lifecycle: ping'),
  row(
    'wrong code for unknown methods',
    /expected -32601, got -32600/,
    'lifecycle: unknown and legacy-only',
    'capabilities: declared lists',
  ),
  row('serves any version', /expected an error/, 'lifecycle: a claimed version'),
  row('requires client info', /without clientInfo must work/, 'lifecycle: client capabilities'),
  row('pins the era', /tools\/list before its opening/, 'lifecycle: both eras on one connection'),
  row('answers notifications', /said to/, 'lifecycle: notifications', 'control: cancelling unknown'),
  row(
    'no result type',
    /resultType must be "complete"/,
    'lifecycle: server/discover',
    'calls: each sample succeeds in 2026',
    'tools: the list has the shape',
  ),
  row('wrong version', /expected 1\.2\.3, got/, 'command line: --version'),
];

const tools = [
  row('forgets a hint', /openWorldHint must be written out/, 'tools: names, titles'),
  row('contradicting hints', /exclude each other/, 'tools: names, titles'),
  row('no title', /title is missing/, 'tools: names, titles'),
  row('long description', /must stay under 60/, 'tools: names, titles'),
  row('bad tool name', /\[a-z0-9_\]/, 'tools: names, titles'),
  row('two tools of one name', /number of different names/, 'tools: names, titles', 'tools: pages follow'),
  row('reader that writes', /not declared in writers/, 'tools: every listed tool has a sample'),
  row(
    'writer that reads',
    /declared in writers but has readOnlyHint true/,
    'tools: every listed tool has a sample',
  ),
  row('new tool without a sample', /extra_tool has no sample/, 'tools: every listed tool has a sample'),
  row('missing writer', /declared a writer but not listed/, 'tools: every listed tool has a sample'),
  row('list differs by process', /number of different answers/, 'tools: the list is the same'),
  row('takes any cursor', /expected an error/, 'tools: pages follow'),
  row('huge tools list', /the budget is 3000/, 'tools: the list stays within'),
  row('open object', /additionalProperties must be false at the root/, 'schemas: object root'),
  row('open object inside', /additionalProperties must be false at \/more/, 'schemas: object root'),
  row('schema keyword', /\$schema at the root/, 'schemas: object root'),
  row('composition at the top', /anyOf at the top level/, 'schemas: object root'),
  row('reference inside', /\$ref at \/more/, 'schemas: object root'),
  row('required but undeclared', /names "ghost"/, 'schemas: object root'),
  row('odd property name', /property name "a b"/, 'schemas: object root'),
  row('array output', /root must have type "object"/, 'schemas: object root'),
  row('invalid schema', /must be equal to one of the allowed values/, 'schemas: valid JSON Schema'),
  row('empty parameter description', /parameter text has an empty description/, 'schemas: no description'),
];

const calls = [
  row(
    'bad content block',
    /image block/,
    'calls: each sample succeeds in 2024',
    'calls: each sample succeeds in 2025',
    'calls: each sample succeeds in 2026',
  ),
  row('structure breaks its schema', /breaks outputSchema/, 'calls: each sample succeeds in 2026'),
  row('text and structure differ', /the text does not/, 'calls: each sample succeeds in 2026'),
  row('unknown tool is isError', /expected an error/, 'calls: an unknown tool'),
  row('no did-you-mean', /must (name|mention)/, 'calls: a misspelled', 'arguments: an unknown one'),
  row('unnamed argument errors', /must mention/, 'arguments: a missing one', 'arguments: a wrong value'),
  row(
    'argument errors on the wire',
    /not the protocol error/,
    'arguments: a missing one',
    'arguments: a wrong value',
  ),
  row(
    'accepts anything',
    /must be an isError result, got/,
    'arguments: a missing one',
    'arguments: a wrong value',
    'arguments: an unknown one',
  ),
  row('ignores unknown arguments', /must be an isError result, got/, 'arguments: an unknown one'),
  row('takes any arguments value', /must be refused/, 'arguments: anything but an object'),
  row('takes no slips', /must work/, 'arguments: numbers, booleans'),
  row('undeclared list', /expected an error/, 'capabilities: declared lists'),
  row('empty contents for a missing resource', /expected an error/, 'capabilities: a listed resource'),
  row('modern code for a missing legacy resource', /expected -32002/, 'capabilities: a listed resource'),
  row('empty resource', /has no contents/, 'capabilities: a listed resource'),
];

const framing = [
  row('takes chunks for lines', /stdout carries|did not come|-32700/, 'framing: a message in pieces'),
  row('breaks characters', /did not come/, 'framing: one byte at a time'),
  row('answers blank lines', /said to blank lines/, 'framing: CRLF'),
  row('splits at U+2028', /did not come/, 'framing: CRLF'),
  row('no batches', /lines said to a batch|ids answered/, 'framing: a batch is answered'),
  row('serves modern batches', /error code in/, 'framing: a batch of 2026'),
  row('dies of a big line', /ended before/, 'framing: a 10 MB line'),
  row('dies of a huge line', /ended before/, 'framing: a line over 32 MiB'),
  row('silent on bad JSON', /number of answers/, 'framing: invalid JSON'),
  row(
    'id null on errors',
    /must carry no id/,
    'framing: invalid JSON',
    'framing: JSON that is no message',
    'ids: fractional',
  ),
  row('chokes on nesting', /ended before|did not come/, 'framing: deep nesting'),
  row('dies of bad bytes', /ended before/, 'framing: bytes that are not UTF-8'),
  row('tools in a plain object', /expected an error/, 'framing: keys named __proto__'),
  row('rounds big ids', /9007199254740993/, 'ids: integers of any size', 'ids: big integers survive'),
  row('answers fractional ids', /error code/, 'ids: fractional'),
  row('mixes 1 and "1"', /ids answered/, 'ids: 1 and "1"'),
  row('forgets no id', /did not come/, 'ids: an id may be used again'),
  row('serves duplicate ids', /duplicate/, 'ids: a duplicate of an id'),
];

const control = [
  row('answers cancelled calls', /answers to the cancelled call/, 'control: nothing more comes'),
  row('ignores cancellation', /still running/, 'control: nothing more comes'),
  row('one after the other', /no answer|did not come/, 'control: a fast call'),
  row('drops answers', /no answer/, 'control: 100 calls at once'),
  row(
    'answers calls twice',
    /answered twice|exactly once/,
    'control: a call cancelled at once',
    'control: 100 calls at once',
  ),
  row('progress goes back', /progress must rise/, 'control: progress rises'),
  row('cancels the handshake', /answers to initialize/, 'control: initialize cannot'),
  row(
    'unbounded output',
    /characters/,
    'limits: each sample stays',
    'limits: the large call',
    'environment: MAX_OUTPUT_CHARS',
    'fuzz:',
  ),
  row(
    'silent cut',
    /the last line must say what was cut/,
    'limits: the large call',
    'limits: the continuation',
  ),
  row('other wording for a cut', /the last line must say what was cut/, 'limits: the large call'),
  row('cut that does not continue', /brought the same again/, 'limits: the continuation'),
  row('sends 5 MB', /over the limit of 4194304/, 'limits: nothing over 4 MiB'),
  row('no backpressure', /RSS grew by/, 'backpressure:'),
  row('crashes on odd input', /the server ended|stderr is not silent/, 'fuzz:'),
  row('never answers odd input', /no answer/, 'fuzz:'),
];

const commandLine = [
  row('read-only hides nothing', /tools listed/, 'read-only: --read-only', 'read-only: the environment twin'),
  row(
    'read-only refuses nothing',
    /must be refused/,
    'read-only: --read-only',
    'read-only: the environment twin',
  ),
  row(
    'ignores the environment',
    /tools listed|characters with/,
    'read-only: the environment twin',
    'environment: TOOLS',
    'environment: MAX_OUTPUT_CHARS',
  ),
  row('help forgets an option', /does not name/, 'command line: --help', 'environment: --help'),
  row('help names no variables', /does not name/, 'environment: --help'),
  row(
    'usage error exits 1',
    /exit code: expected 2/,
    'command line: an unknown option',
    'command line: an unknown tool',
    'print-config: an unknown client',
    'environment: TOOLS',
  ),
  row('stack on usage error', /exit code|lines on stderr/, 'command line: an unknown option'),
  row('ignores --tools', /tools listed with --tools/, 'command line: --tools lists'),
  row('check always fails', /exit code and stderr/, 'command line: --check'),
  row('check always says ok', /exit code 0/, 'configuration: --check fails'),
  row('relative entry', /ended|still running/, 'print-config: JSON entries'),
  row(
    'one format for all clients',
    /the (command|table)/,
    'print-config: the entry for Claude Code',
    'print-config: the entry for Codex',
  ),
  row('dies on faulty configuration', /ended/, 'configuration: with'),
  row('leaks a secret', /shows the secret/, 'secrets: none in results'),
  row('leaks a secret in base64', /shows the secret/, 'secrets: none in results'),
  row('leaks a secret on stderr', /stderr shows the secret/, 'secrets: none in results'),
  row('check shows the token', /shows the secret/, 'secrets: none in --help'),
];

const ending = [
  row('prints on stdout', /not JSON-RPC/, 'stdout: calls', 'lifecycle: initialize in 2025-11-25'),
  row(
    'talks on stderr',
    /stderr is not silent|stderr: expected/,
    'stdout: calls',
    'lifecycle: initialize in 2025-11-25',
  ),
  row('prints a warning', /stderr/, 'stdout: calls'),
  row('obeys DEBUG', /not JSON-RPC/, 'stdout: stays pure with DEBUG=*'),
  row('obeys NODE_DEBUG', /not JSON-RPC/, 'stdout: stays pure with NODE_DEBUG'),
  row('warns on stdout', /not JSON-RPC/, 'stdout: stays pure with deprecation'),
  row('logs to stdout', /not JSON-RPC/, 'stdout: stays pure with --verbose'),
  row('silent when verbose', /writes nothing to stderr/, 'stdout: stays pure with --verbose'),
  row('hangs at the end of input', /still running/, 'ending: end of input ends'),
  row(
    'ends with 1',
    /expected .*"code":0/,
    'ending: end of input ends',
    'ending: end of input in the middle',
    'ending: a long call',
  ),
  row('drops calls in flight', /answers lost/, 'ending: calls in flight'),
  row(
    'cuts its last answers',
    /answers lost|ended before|middle of a line/,
    'ending: answers already written',
  ),
  row('dies of SIGTERM', /exit after/, 'ending: SIGTERM', 'ending: SIGINT'),
  row('crashes without a reader', /exit|stderr/, 'ending: a reader that goes away'),
  row('leaves a child', /processes left/, 'ending: no child process'),
];

export const rows: readonly Row[] = [
  ...lifecycle,
  ...tools,
  ...calls,
  ...framing,
  ...control,
  ...commandLine,
  ...ending,
];
