// What a client leaves behind when it does not expand a variable.

/** `variable('HOME')` is the text dollar, brace, HOME, brace. */
export const variable = (name: string) => `\${${name}}`;
