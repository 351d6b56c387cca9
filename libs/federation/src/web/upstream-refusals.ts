import { type ArgumentsHost, Catch, type ExceptionFilter, Inject } from '@nestjs/common';
import { Answers, asRefusal, pageHeaders, statusOf } from '@habilis/http';
import { newId, type Refusal } from '@habilis/kernel';
import { language } from '@habilis/pages';
import type { Request, Response } from 'express';
import { Interactions, RefusedSignIns } from '../ports.ts';
import type { Upstream } from '../upstream.ts';
import { Upstreams } from '../upstreams.ts';
import { FederationPages } from './pages.tsx';
import { hiddenOf } from './rules-of-others.ts';

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
    @Inject(Interactions) private readonly interactions: Interactions,
    @Inject(FederationPages) private readonly pages: FederationPages,
    @Inject(Answers) private readonly answers: Answers,
  ) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const http = host.switchToHttp();
    const [request, response] = [http.getRequest<Request>(), http.getResponse<Response>()];
    try {
      const upstream = this.upstreams.all().find(({ id }) => id === request.params['id']);
      if (!upstream) return this.answers.give(error, request, response);
      const refusal = asRefusal(error);
      const reference = newId('req').slice(4, 12).toUpperCase();
      const interaction = request.interaction ?? null;
      await this.refused.note({
        upstream: upstream.id,
        why: refusal?.code ?? 'service.defect',
        interaction,
        reference,
        cause: causeOf(refusal),
      });
      if (!refusal) return this.answers.give(error, request, response);
      await this.show(refusal, upstream, { interaction, reference }, request, response);
    } catch (worse) {
      this.answers.give(worse, request, response);
    }
  }

  private async show(
    refusal: Refusal,
    { id, settings: { label }, origins }: Upstream,
    about: { interaction: string | null; reference: string },
    request: Request,
    response: Response,
  ): Promise<void> {
    const portal = about.interaction === null ? undefined : await this.interactions.find(about.interaction);
    pageHeaders(response, { formAction: [...origins, ...(portal?.origins ?? [])] });
    const errand = request.errand ?? null;
    const page = this.pages.refused(language(request), { ...about, errand, refusal, upstream: { id, label }, hidden: hiddenOf(request) });
    response
      .status(refusal.kind === 'busy' ? 503 : statusOf(refusal))
      .set('Cache-Control', 'no-store')
      .type('html')
      .send(page);
  }
}

/** A word of ours that says more to the operator: never a text of the upstream. */
function causeOf(refusal: Refusal | undefined): string | undefined {
  const cause = refusal?.details['cause'] ?? refusal?.details['error'];
  return cause === undefined ? undefined : String(cause);
}
