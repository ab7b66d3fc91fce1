// Standard Schema v1 and Standard JSON Schema v1 as published at standardschema.dev, hand-written.

export interface StandardIssue {
  readonly message: string;
  readonly path?: ReadonlyArray<PropertyKey | { readonly key: PropertyKey }> | undefined;
}

export type StandardResult<T> =
  | { readonly value: T; readonly issues?: undefined }
  | { readonly issues: readonly StandardIssue[] };

export interface StandardJsonOptions {
  /** `draft-2020-12`, `draft-07`, `openapi-3.0` or a name the vendor knows. */
  readonly target: string;
}

export interface StandardProps<T> {
  readonly version: 1;
  readonly vendor: string;
  readonly validate: (value: unknown) => StandardResult<T> | Promise<StandardResult<T>>;
  readonly types?: { readonly input: unknown; readonly output: T } | undefined;
  readonly jsonSchema: {
    readonly input: (options: StandardJsonOptions) => Record<string, unknown>;
    readonly output: (options: StandardJsonOptions) => Record<string, unknown>;
  };
}

/** Any schema with `~standard.validate` and `~standard.jsonSchema`: zod 4.2, arktype, valibot when wrapped. */
export interface StandardLike<T> {
  readonly '~standard': StandardProps<T>;
}
