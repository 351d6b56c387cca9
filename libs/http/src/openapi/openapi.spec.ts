import 'reflect-metadata';
import { Body, Controller, Get, HttpCode, Module, Param, Post, Query } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { z } from 'zod';
import { openApiDocument } from './document.ts';
import { ApiDescription, OpenApiController } from './openapi.controller.ts';
import { Operation } from './operation.ts';
import { routesOf } from './routes.ts';

const checks = (schema: z.ZodType) => ({ schema, transform: (value: unknown) => schema.parse(value) });

const Cat = z.strictObject({ id: z.string(), name: z.string() }).meta({ id: 'Cat' });
const CatForm = z.strictObject({ name: z.string().describe('As it is called') });
const CatsQuery = z.strictObject({ q: z.string().optional().describe('Beginning of a name'), limit: z.coerce.number().int().default(50) });

@Controller('api/cats')
class CatsController {
  @Get()
  @Operation({ tag: 'Cats', summary: 'All cats', answer: z.strictObject({ items: z.array(Cat) }) })
  list(@Query(checks(CatsQuery)) _query: unknown) {
    return { items: [] };
  }

  @Post(':id/name')
  @HttpCode(200)
  @Operation({ tag: 'Cats', summary: 'Names a cat', answer: Cat, refusals: ['cat.unknown'] })
  name(@Param('id', checks(z.string().max(9))) _id: string, @Body(checks(CatForm)) _form: unknown) {
    return {};
  }
}

@Controller('api/dogs')
class DogsController {
  @Get()
  list() {
    return [];
  }
}

@Controller('pages')
class PagesController {
  @Get()
  show() {
    return 'not an API';
  }
}

const words = { title: 'Cats', version: '1', server: 'http://localhost' };

describe('the OpenAPI document', () => {
  // The document is JSON of any depth: the specification reads it as its readers do.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  const document = openApiDocument([CatsController, PagesController], words) as any;

  it('takes paths, parameters and forms from what checks them', () => {
    const { list, name } = { list: document.paths['/api/cats'].get, name: document.paths['/api/cats/{id}/name'].post };
    expect(list.parameters.map((each: { name: string; in: string; required: boolean }) => [each.name, each.in, each.required])).toEqual([
      ['q', 'query', false],
      ['limit', 'query', false],
    ]);
    expect(list.parameters[0].description).toBe('Beginning of a name');
    expect(name.parameters[0]).toEqual({ name: 'id', in: 'path', required: true, schema: { type: 'string', maxLength: 9 } });
    expect(name.requestBody.content['application/json'].schema).toMatchObject({ required: ['name'], additionalProperties: false });
    expect(Object.keys(name.responses)).toEqual(['200', '400', '401', '403', '429', 'default']);
    expect(name.responses.default.description).toContain('cat.unknown');
  });

  it('names a schema once and refers to it', () => {
    expect(document.components.schemas.Cat).toMatchObject({ type: 'object', required: ['id', 'name'] });
    expect(document.paths['/api/cats'].get.responses[200].content['application/json'].schema.properties.items.items).toEqual({
      $ref: '#/components/schemas/Cat',
    });
    expect(JSON.stringify(document)).not.toContain('$defs');
  });

  it('leaves pages out', () => {
    expect(Object.keys(document.paths)).toEqual(['/api/cats', '/api/cats/{id}/name']);
  });

  it('refuses an address that says nothing of itself', () => {
    expect(() => openApiDocument([DogsController], words)).toThrow('GET /api/dogs has no @Operation');
  });
});

describe('a running service', () => {
  it('documents every address it answers under /api, and answers every address it documents', async () => {
    @Module({
      controllers: [CatsController, PagesController, OpenApiController],
      providers: [{ provide: ApiDescription, useValue: words }],
    })
    class App {}
    const app = await NestFactory.create<NestExpressApplication>(App, { logger: false });
    await app.init();

    const answered = expressRoutes(app).filter((each) => each.includes(' /api/') && !each.endsWith('/openapi.json'));
    const document = app.get(OpenApiController).read() as { paths: Record<string, Record<string, unknown>> };
    const documented = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    expect(documented.sort()).toEqual(answered.sort());
    expect(answered).toHaveLength(2);
    await app.close();
  });

  it('does not start with an address nobody described', async () => {
    @Module({ controllers: [DogsController, OpenApiController], providers: [{ provide: ApiDescription, useValue: words }] })
    class App {}
    const app = await NestFactory.create(App, { logger: false });
    await expect(app.init()).rejects.toThrow('has no @Operation');
  });

  it('gives one name to one address', () => {
    const names = [CatsController, PagesController].flatMap((each) => routesOf(each)).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});

interface Layer {
  route?: { path: string; methods: Record<string, boolean> };
}

/** What Express itself would answer, whoever registered it. */
function expressRoutes(app: NestExpressApplication): string[] {
  const { router } = app.getHttpAdapter().getInstance() as unknown as { router: { stack: Layer[] } };
  return router.stack
    .flatMap(({ route }) => (route ? Object.keys(route.methods).map((method) => `${method} ${route.path.replace(/:(\w+)/g, '{$1}')}`) : []))
    .filter((each) => !each.startsWith('_all'));
}
