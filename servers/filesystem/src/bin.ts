// Says in words that Node is too old, where it is; else loads the server. Old Nodes must be able to parse this file.
import manifest from '../package.json' with { type: 'json' };

const floor = manifest.engines.node.replace('>=', '').split('.').map(Number);
const found = process.versions.node.split('.').map(Number);

function isOlder(version: number[], than: number[]): boolean {
  for (let i = 0; i < than.length; i++) {
    const difference = (version[i] || 0) - (than[i] || 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

if (isOlder(found, floor)) {
  process.stderr.write(
    manifest.name +
      ' needs Node ' +
      manifest.engines.node +
      '; this is ' +
      process.version +
      ' at ' +
      process.execPath +
      '. Install a newer Node, or name one in full as "command" in your client\'s settings.\n',
  );
  process.exitCode = 1;
} else {
  import('./main.ts');
}
