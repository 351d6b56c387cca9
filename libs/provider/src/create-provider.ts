import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Sentences } from '@habilis/pages';
import { Provider, type KoaContextWithOIDC } from 'oidc-provider';
import { adjustEngine, type TellPortal } from './adjust-engine.ts';
import { configuration, type ConfigurationOptions } from './configuration/configuration.ts';
import { cookies } from './configuration/cookies.ts';
import { isForMachines } from './machines.ts';
import { noteRefusals } from './note-refusals.ts';
import { pageMiddleware } from './pages/page-middleware.tsx';
import type { UpstreamLogout } from './ports.ts';
import { PublicDocuments } from './public-documents.ts';
import { signOutUpstream } from './sign-out-upstream.ts';

export interface ProviderOptions extends ConfigurationOptions {
  /** Owes a portal the news of a sign-out. */
  readonly owe: TellPortal;
  /** Writes down that someone known was refused without a page to say so, as with `prompt=none`. */
  readonly refused: (accountId: string, portalId: string, error: string) => Promise<void>;
  /** Writes what a request used up and had to wait with; called once it is over, however it ended. */
  readonly settle: (ctx: object) => Promise<void>;
  /** Where an explicit sign-out leads besides, when the upstream has a session of its own. */
  readonly upstreamLogout: UpstreamLogout;
  readonly sentences: Sentences;
  /** Told of defects, with the reference shown to the person. */
  readonly report: (error: unknown, reference?: string) => void;
}

/** One engine, and its own way to deliver the news of a sign-out. */
export interface Engine {
  readonly provider: Provider;
  readonly handle: (req: IncomingMessage, res: ServerResponse) => Promise<void>;
  readonly tellPortal: TellPortal;
  readonly documents: PublicDocuments;
}

/**
 * Builds an engine from the portals and the keys as they are now.
 *
 * Every portal is checked here and not at its first request, so a bad file stops the start.
 *
 * @throws Error naming the portal whose file the engine refuses
 */
async function createEngine(options: ProviderOptions): Promise<Engine> {
  const provider = new Provider(options.issuer, configuration(options));
  provider.proxy = true;
  const tellPortal = adjustEngine(provider, options.owe, options.clock, cookies(options.issuer, options.cookieKeys)?.long ?? {});
  const documents = new PublicDocuments();
  provider.use(passOn);
  provider.use(documents.keep);
  provider.use((ctx, next) => next().finally(() => options.settle(ctx)));
  const pages = pageMiddleware(options.sentences);
  const signOut = signOutUpstream(options.upstreamLogout);
  const refusals = noteRefusals(provider, options.refused);
  provider.use((ctx: KoaContextWithOIDC, next: () => Promise<void>) =>
    isForMachines(ctx.req) ? next() : pages(ctx, () => signOut(ctx, () => refusals(ctx, next))),
  );
  provider.on('server_error', (_ctx, error) => options.report(error));
  for (const { id } of options.portals.all()) {
    await provider.Client.find(id).catch((error: Error & { error_description?: string }) => {
      throw new Error(`config/portals/${id}.yaml: ${error.error_description ?? error.message}`, { cause: error });
    });
  }
  return { provider, tellPortal, documents, handle: provider.callback() };
}

/** Leaves the answer to whoever comes after us when the engine has no route for the request. */
async function passOn(ctx: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> {
  await next();
  if (ctx['_matchedRouteName'] === undefined) ctx.respond = false;
}

/**
 * The engine in use. Keys that change make a new engine, which takes the old one's place between two requests.
 */
export class ProviderHandle {
  #engine: Engine;

  /** Use `open`, which builds the first engine. */
  constructor(
    private readonly options: ProviderOptions,
    engine: Engine,
  ) {
    this.#engine = engine;
  }

  static async open(options: ProviderOptions): Promise<ProviderHandle> {
    return new ProviderHandle(options, await createEngine(options));
  }

  get issuer(): string {
    return this.options.issuer;
  }

  get current(): Provider {
    return this.#engine.provider;
  }

  /** Answers one request; what it throws is a defect. */
  answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    return this.#engine.handle(req, res);
  }

  /** Gives a document that is the same for everybody, if it is one and was drawn. @returns whether it was given */
  giveDocument(req: IncomingMessage, res: ServerResponse): boolean {
    return this.#engine.documents.give(req, res);
  }

  get tellPortal(): TellPortal {
    return this.#engine.tellPortal;
  }

  async renew(): Promise<void> {
    this.#engine = await createEngine(this.options);
  }
}
