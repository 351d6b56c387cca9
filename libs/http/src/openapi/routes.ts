import { RequestMethod, type Type } from '@nestjs/common';
import type { z } from 'zod';
import { operationOf, type OperationWords } from './operation.ts';

/** One address as Nest will answer it. */
export interface Route {
  readonly method: string;
  /** With its parameters in braces: `/api/console/v1/members/{id}`. */
  readonly path: string;
  readonly name: string;
  readonly status: number;
  readonly operation: OperationWords | undefined;
  readonly parameters: Readonly<Record<string, z.ZodType | undefined>>;
  readonly query: z.ZodType | undefined;
  readonly body: z.ZodType | undefined;
}

interface Argument {
  readonly data?: unknown;
  readonly schema?: z.ZodType;
  readonly pipes?: readonly unknown[];
}

// The names under which Nest keeps what its decorators said. They are not exported by its door; a change of
// theirs empties the list of routes, which the specification of the document notices.
const [PATH, METHOD, STATUS, ARGUMENTS] = ['path', 'method', '__httpCode__', '__routeArguments__'] as const;
const [BODY, QUERY, PARAMETER] = ['3', '4', '5'] as const;

/** Every address of a controller, in the order it is written. */
export function routesOf(controller: Type): Route[] {
  const prefix = [Reflect.getMetadata(PATH, controller) as string | string[]].flat()[0] ?? '';
  const prototype = controller.prototype as Record<string, object>;
  return Object.getOwnPropertyNames(prototype)
    .filter((name) => name !== 'constructor' && Reflect.hasMetadata(METHOD, prototype[name]!))
    .map((name) => routeOf(controller, name, prototype[name]!, prefix));
}

function routeOf(controller: Type, name: string, handler: object, prefix: string): Route {
  const method = RequestMethod[Reflect.getMetadata(METHOD, handler) as number]!.toLowerCase();
  const last = [Reflect.getMetadata(PATH, handler) as string | string[]].flat()[0] ?? '';
  const given = argumentsOf(controller, name);
  const path = `/${[prefix, last]
    .map((part) => part.replace(/^\/|\/$/g, ''))
    .filter(Boolean)
    .join('/')}`;
  const named = [...path.matchAll(/:(\w+)/g)].map(([, parameter]) => parameter!);
  return {
    method,
    path: path.replace(/:(\w+)/g, '{$1}'),
    name: `${controller.name.replace(/Controller$/, '')}.${name}`,
    status: (Reflect.getMetadata(STATUS, handler) as number | undefined) ?? (method === 'post' ? 201 : 200),
    operation: operationOf(handler),
    parameters: Object.fromEntries(
      named.map((parameter) => [parameter, schemaOf(given.find((each) => each.kind === PARAMETER && each.data === parameter))]),
    ),
    query: schemaOf(given.find((each) => each.kind === QUERY && each.data === undefined)),
    body: schemaOf(given.find((each) => each.kind === BODY && each.data === undefined)),
  };
}

function argumentsOf(controller: Type, name: string): (Argument & { kind: string })[] {
  const kept = (Reflect.getMetadata(ARGUMENTS, controller, name) ?? {}) as Record<string, Argument>;
  return Object.entries(kept).map(([key, argument]) => ({ ...argument, kind: key.split(':')[0]! }));
}

/** The schema that checks an argument: given to its decorator, or carried by one of its pipes. */
function schemaOf(argument: Argument | undefined): z.ZodType | undefined {
  if (!argument) return undefined;
  const carrier = argument.pipes?.find(
    (pipe): pipe is { schema: z.ZodType } => typeof pipe === 'object' && pipe !== null && 'schema' in pipe,
  );
  return argument.schema ?? carrier?.schema;
}
