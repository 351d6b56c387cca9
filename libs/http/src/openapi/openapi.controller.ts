import { Controller, Get, Inject, type OnApplicationBootstrap, type Type } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { openApiDocument, type ApiWords } from './document.ts';

/** What the document says of the service; given by the application. */
export abstract class ApiDescription implements ApiWords {
  abstract readonly title: string;
  abstract readonly version: string;
  abstract readonly server: string;
}

/**
 * Serves the OpenAPI document of the running service.
 *
 * It is made when the service starts, so that an address nobody described is noticed before anybody calls it.
 */
@Controller('api')
export class OpenApiController implements OnApplicationBootstrap {
  #document: Record<string, unknown> = {};

  constructor(
    @Inject(ModulesContainer) private readonly modules: ModulesContainer,
    @Inject(ApiDescription) private readonly words: ApiDescription,
  ) {}

  onApplicationBootstrap(): void {
    const controllers = [...this.modules.values()].flatMap((module) =>
      [...module.controllers.values()].map(({ metatype }) => metatype as Type),
    );
    this.#document = openApiDocument(controllers, this.words);
  }

  @Get('openapi.json')
  read(): Record<string, unknown> {
    return this.#document;
  }
}
