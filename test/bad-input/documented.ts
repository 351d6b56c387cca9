interface Schema {
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
}

/** One address of the OpenAPI document, as far as spoiling requests to it needs. */
export interface Operation {
  readonly method: string;
  /** With its parameters in braces. */
  readonly path: string;
  readonly inPath: readonly string[];
  readonly inQuery: readonly string[];
  readonly form: Schema | undefined;
}

/** Every address of a document, as it was read. */
export function operationsOf(document: unknown): Operation[] {
  const { paths } = document as {
    paths: Record<string, Record<string, { parameters: Parameter[]; requestBody?: { content: Record<string, { schema: Schema }> } }>>;
  };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { parameters, requestBody }]) => ({
      method: method.toUpperCase(),
      path,
      inPath: parameters.filter((each) => each.in === 'path').map(({ name }) => name),
      inQuery: parameters.filter((each) => each.in === 'query').map(({ name }) => name),
      form: requestBody?.content['application/json']!.schema,
    })),
  );
}

export const fill = (path: string, values: Readonly<Record<string, unknown>>): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name]));

/** A form that the address would take: fields with a closed list take its first. @throws Error for a field nobody thought of */
export function formOf({ form }: Operation, values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const fields = Object.entries(form?.properties ?? {}).map(([name, schema]) => {
    const value = schema.enum?.[0] ?? values[name];
    if (value === undefined) throw new Error(`no right value for the field ${name}`);
    return [name, value];
  });
  return Object.fromEntries(fields) as Record<string, unknown>;
}
