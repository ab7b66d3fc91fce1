// The clients --print-config knows, apart from the code that serves them, which is loaded only then.

export const clientNames = [
  'claude-desktop',
  'claude-code',
  'vscode',
  'cursor',
  'windsurf',
  'zed',
  'codex',
  'gemini',
] as const;

export type ClientName = (typeof clientNames)[number];
