import { type ArgumentsHost, Catch, type ExceptionFilter, Inject } from '@nestjs/common';
import { Answers } from './answers.ts';

/** Nest's door to Answers. Catches everything, so that no answer is ever Nest's own. */
@Catch()
export class RefusalFilter implements ExceptionFilter {
  constructor(@Inject(Answers) private readonly answers: Answers) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answers.give(error, http.getRequest(), http.getResponse());
  }
}
