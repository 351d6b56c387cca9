import { z } from 'zod';
import { OPERATORS, VARIABLES } from './language/condition.ts';
import { CONDITION, PolicyDocument } from './language/policy-document.ts';

type Json = Record<string, unknown>;

const literal: Json = { type: ['string', 'number', 'boolean'] };
const variable: Json = {
  type: 'object',
  properties: { var: { enum: Object.keys(VARIABLES) } },
  required: ['var'],
  additionalProperties: false,
};
const list: Json = { type: 'array', minItems: 1, items: { type: ['string', 'number'] } };
const operand = (shape: 'same' | 'list' | 'item'): Json => ({ oneOf: [shape === 'list' ? list : literal, variable] });

const test: Json = {
  type: 'object',
  minProperties: 1,
  additionalProperties: false,
  properties: {
    exists: { type: 'boolean', description: 'Whether it is there at all' },
    ...Object.fromEntries(Object.entries(OPERATORS).map(([name, { with: shape }]) => [name, operand(shape)])),
  },
};

const group: Json = { type: 'array', minItems: 1, items: { $ref: '#/$defs/condition' } };

/** The language of conditions, made of the same tables as the compiler. */
const condition: Json = {
  type: 'object',
  minProperties: 1,
  description: CONDITION,
  properties: { all: group, any: group, none: group, ...Object.fromEntries(Object.keys(VARIABLES).map((name) => [name, { $ref: '#/$defs/test' }])) },
  additionalProperties: { $ref: '#/$defs/test' },
}; // prettier-ignore

/** What an editor completes and checks in `config/policies/*.yaml`: JSON Schema 2020-12. */
export function policySchema(): Json {
  const schema = z.toJSONSchema(PolicyDocument, {
    io: 'input',
    override: ({ jsonSchema }) => {
      if (jsonSchema.description !== CONDITION) return;
      for (const key of Object.keys(jsonSchema)) delete (jsonSchema as Json)[key];
      jsonSchema.$ref = '#/$defs/condition';
    },
  }) as Json;
  return { title: 'Habilis, politique', ...schema, $defs: { ...(schema['$defs'] as Json), condition, test } };
}
