import type { z } from 'zod';

/** What an address of our API says of itself; its parameters and form are read from the schemas that check them. */
export interface OperationWords {
  /** The room it belongs to, as the document groups them. */
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly answer: z.ZodType;
  /** The codes this operation refuses with, besides those that any may. */
  readonly refusals?: readonly string[];
}

const OPERATION = Symbol('habilis.openapi.operation');

/** Describes a handler in the OpenAPI document. An address under `/api` without it stops the service from starting. */
export function Operation(words: OperationWords): MethodDecorator {
  return (_target, _name, descriptor: PropertyDescriptor) => {
    Reflect.defineMetadata(OPERATION, words, descriptor.value as object);
  };
}

export const operationOf = (handler: object) => Reflect.getMetadata(OPERATION, handler) as OperationWords | undefined;
