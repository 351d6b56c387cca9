export { openApiDocument, type ApiWords } from './document.ts';
export { ApiDescription, OpenApiController } from './openapi.controller.ts';
export { Operation, type OperationWords } from './operation.ts';
export { routesOf, type Route } from './routes.ts';
