// Text a client should have replaced: `${VAR}` it did not expand, `<TOKEN>` nobody filled in.

const variable = /\$\{[^}]*\}/;
const windowsVariable = /^%[A-Za-z_][A-Za-z0-9_]*%/;
const fillIn = /^<[A-Z][A-Z0-9_]*>$/;
const emptyUserConfig = /^\$\{user_config\.[^}]*\}$/;

/** The literal placeholder inside a credential or path, or undefined. */
export function placeholderIn(value: string, secret: boolean): string | undefined {
  const found = variable.exec(value) ?? (secret ? fillIn : windowsVariable).exec(value);
  return found?.[0];
}

/** Whether the value holds an unexpanded `${...}`. */
export function holdsVariable(value: string): boolean {
  return variable.test(value);
}

/** What an MCP bundle passes for a setting the person left empty. */
export function isEmptyUserConfig(value: string): boolean {
  return emptyUserConfig.test(value);
}
