import { type ArgumentsHost, Catch, type ExceptionFilter, Inject } from '@nestjs/common';
import { Answers, asRefusal, pageHeaders, statusOf } from '@habilis/http';
import { newId, Refusal } from '@habilis/kernel';
import { language } from '@habilis/pages';
import type { Request, Response } from 'express';
import { RefusedSignIns } from '../ports.ts';
import { Upstreams } from '../upstreams.ts';
import { FederationPages } from './pages.tsx';

/**
 * How every sign-in that an upstream spoils is answered: one fact, one page with a sentence, a reference and a way on.
 *
 * Nothing the upstream wrote is repeated, neither on the page nor in the journal.
 */
@Catch()
export class UpstreamRefusals implements ExceptionFilter {
  constructor(
    @Inject(RefusedSignIns) private readonly refused: RefusedSignIns,
    @Inject(Upstreams) private readonly upstreams: Upstreams,
    @Inject(FederationPages) private readonly pages: FederationPages,
    @Inject(Answers) private readonly answers: Answers,
  ) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const http = host.switchToHttp();
    const [request, response] = [http.getRequest<Request<{ id?: string }>>(), http.getResponse<Response>()];
    const refusal = asRefusal(error);
    try {
      const upstream = this.upstreams.all().find(({ id }) => id === request.params.id);
      if (!upstream) return this.answers.give(error, request as Request, response);
      const reference = newId('req').slice(4, 12).toUpperCase();
      const interaction = request.interaction ?? null;
      const cause = refusal?.details['cause'] ?? refusal?.details['error'];
      const why = refusal?.code ?? 'service.defect';
      await this.refused.note({ upstream: upstream.id, why, interaction, reference, ...(cause !== undefined && { cause: String(cause) }) });
      if (!refusal) return this.answers.give(error, request as Request, response);
      this.show(
        refusal,
        { id: upstream.id, label: upstream.settings.label, origins: upstream.origins },
        interaction,
        reference,
        request,
        response,
      );
    } catch (worse) {
      this.answers.give(worse, request as Request, response);
    }
  }

  private show(
    refusal: Refusal,
    upstream: { id: string; label: string; origins: readonly string[] },
    interaction: string | null,
    reference: string,
    request: Request<{ id?: string }>,
    response: Response,
  ): void {
    pageHeaders(response, { formAction: upstream.origins });
    response
      .status(refusal.kind === 'busy' ? 503 : statusOf(refusal))
      .set('Cache-Control', 'no-store')
      .type('html')
      .send(this.pages.refused(language(request), { refusal, upstream, interaction, reference }));
  }
}
