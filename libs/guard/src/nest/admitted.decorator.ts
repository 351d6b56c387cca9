import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Admission } from '../guard.ts';
import { admissionOf } from '../middleware.ts';

/** Who was let in, and by which decision: `@Admitted() { person }: Admission`. Only behind the guard. */
export const Admitted = createParamDecorator((_: unknown, context: ExecutionContext): Admission => {
  return admissionOf(context.switchToHttp().getRequest<object>());
});
