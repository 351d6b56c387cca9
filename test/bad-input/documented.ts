interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly format?: string;
  readonly minimum?: number;
  readonly minLength?: number;
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
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

/** A form that the address would take: `values` by the name of a field, what its schema allows for the others it needs. */
export function formOf({ form }: Operation, values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { properties = {}, required = [] } = form ?? {};
  const needed = Object.entries(properties).filter(([name]) => required.includes(name) || name in values);
  const fields = needed.map(([name, schema]) => [name, schema.enum?.[0] ?? values[name] ?? right(schema)]);
  return Object.fromEntries(fields) as Record<string, unknown>;
}

/** What a schema allows, the simplest there is. */
function right(schema: Schema): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  if (schema.anyOf) return right(schema.anyOf[0]!);
  return RIGHT[schema.type ?? 'string']!(schema);
}

const TEXTS: Readonly<Record<string, string>> = {
  date: '2027-01-31',
  'date-time': '2027-01-31T08:00:00Z',
  email: 'une.personne@cpts.example',
};
const RIGHT: Readonly<Record<string, (schema: Schema) => unknown>> = {
  string: ({ format = '', minLength = 0 }) => TEXTS[format] ?? 'texte'.padEnd(minLength, 'x'),
  boolean: () => false,
  integer: ({ minimum = 0 }) => minimum,
  number: ({ minimum = 0 }) => minimum,
  null: () => null,
  array: ({ items = {} }) => [right(items)],
  object: ({ properties = {} }) => Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, right(each)])),
};
