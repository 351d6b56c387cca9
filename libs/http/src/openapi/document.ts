import type { Type } from '@nestjs/common';
import { z } from 'zod';
import type { OperationWords } from './operation.ts';
import { routesOf, type Route } from './routes.ts';

type Json = Record<string, unknown>;

/** What the document says of the service as a whole. */
export interface ApiWords {
  readonly title: string;
  readonly version: string;
  readonly server: string;
}

/** The codes that any address may refuse with. */
// prettier-ignore
const ANYWHERE = {
  400: 'request.malformed',
  401: 'session.required',
  403: 'access.denied',
  429: 'request.too-many',
} as const;

const Problem = z
  .looseObject({
    type: z.string().describe('urn:habilis:refusal:<code>'),
    title: z.string(),
    detail: z.string().optional(),
    status: z.int(),
    code: z.string().describe('Stable: programs decide on this'),
  })
  .meta({ id: 'Problem', description: 'A refusal, RFC 9457' });

/**
 * The OpenAPI 3.1 document of every address under `/api` that these controllers answer.
 *
 * Nothing is written twice: paths and parameters come from Nest's decorators, forms from the schemas that
 * check them, answers from the schemas that type them.
 *
 * @throws Error naming the address that says nothing of itself: an undocumented address is a defect
 */
export function openApiDocument(controllers: readonly Type[], words: ApiWords): Json {
  const schemas: Json = {};
  const paths: Record<string, Json> = {};
  const routes = controllers.flatMap(routesOf).filter(({ path }) => path.startsWith('/api/') && path !== '/api/openapi.json');
  for (const route of routes) (paths[route.path] ??= {})[route.method] = operation(route, described(route), schemas);
  schemaInto(Problem, 'output', schemas);
  return {
    openapi: '3.1.0',
    info: { title: words.title, version: words.version },
    servers: [{ url: words.server }],
    security: [{ session: [] }, { machine: [] }],
    paths,
    components: { schemas, securitySchemes: SECURITY },
  };
}

const SECURITY = {
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: '__Host-habilis-session',
    description: 'A signed-in person; what changes something also sends x-habilis-csrf',
  },
  machine: { type: 'http', scheme: 'bearer', description: 'A machine client with an administrative role, by client credentials' },
};

function described(route: Route): OperationWords {
  if (route.operation) return route.operation;
  throw new Error(`${route.method.toUpperCase()} ${route.path} has no @Operation: the API's document would be incomplete`);
}

function operation(route: Route, words: OperationWords, schemas: Json): Json {
  const parameters = [...pathParameters(route, schemas), ...queryParameters(route, schemas), ...(route.method === 'get' ? [] : [CSRF])];
  return {
    operationId: route.name,
    tags: [words.tag],
    summary: words.summary,
    ...(words.description && { description: words.description }),
    parameters,
    ...(route.body && { requestBody: { required: true, content: json(schemaInto(route.body, 'input', schemas)) } }),
    responses: {
      [route.status]: { description: words.summary, content: json(schemaInto(words.answer, 'output', schemas)) },
      ...refusals(words.refusals ?? []),
    },
  };
}

const CSRF = {
  name: 'x-habilis-csrf',
  in: 'header',
  required: false,
  description: 'From GET me; required with a cookie',
  schema: { type: 'string' },
};
const json = (schema: Json) => ({ 'application/json': { schema } });

function pathParameters({ parameters }: Route, schemas: Json): Json[] {
  return Object.entries(parameters).map(([name, schema]) => ({
    name,
    in: 'path',
    required: true,
    schema: schema ? schemaInto(schema, 'input', schemas) : { type: 'string' },
  }));
}

function queryParameters({ query }: Route, schemas: Json): Json[] {
  if (!query) return [];
  const { properties = {}, required = [] } = schemaInto(query, 'input', schemas) as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    ...(description !== undefined && { description }),
    schema,
  }));
}

function refusals(own: readonly string[]): Json {
  const said = own.length ? ` Also: ${own.join(', ')}.` : '';
  const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
  const anywhere = Object.entries(ANYWHERE).map(([status, code]) => [status, { description: code, content }]);
  return { ...Object.fromEntries(anywhere), default: { description: `A refusal.${said}`, content } };
}

/** The JSON Schema of one of ours; those that have a name go to `schemas`, once, and are referred to. */
function schemaInto(schema: z.ZodType, io: 'input' | 'output', schemas: Json): Json {
  const { $schema: _, $defs = {}, ...own } = z.toJSONSchema(schema, { io, unrepresentable: 'throw' }) as Json & { $defs?: Json };
  const text = JSON.stringify({ own, $defs }).replaceAll('"#/$defs/', '"#/components/schemas/');
  const moved = JSON.parse(text) as { own: Json; $defs: Json };
  Object.assign(schemas, moved.$defs);
  return moved.own;
}
