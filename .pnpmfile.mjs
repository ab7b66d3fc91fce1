// What is published carries no development fields: nobody's install needs them, and they name private packages.
export const hooks = {
  beforePacking(manifest) {
    const { devDependencies, scripts, ...published } = manifest;
    return published;
  },
};
