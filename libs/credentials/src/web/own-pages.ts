import type { Request, Response } from 'express';
import type { Hidden, PageProps, Translate } from '@habilis/pages';
import type { ReactNode } from 'react';
import type { Proven } from '../sign-in/step-up.ts';

/** A page of a person's own, without the frame around it. */
export type OwnPage = Pick<PageProps, 'title' | 'lead' | 'width' | 'refused' | 'script'> & { readonly children: ReactNode };

/** The frame of people's own pages, and the session they are read in. */
export abstract class OwnPages {
  abstract words(request: Request): Translate;

  /** What every form of a signed-in person carries. */
  abstract hidden(request: Request): Hidden;

  abstract show(request: Request, response: Response, page: OwnPage): void;

  /** Who is signed in, and when they last proved it. @throws Refusal `session.required` (unauthenticated) */
  abstract proven(request: Request): Proven;

  /** A name of this session that its own browser alone could have given. */
  abstract browser(request: Request): string;

  /** The provider's session that this one came from: what goes on when others end. */
  abstract session(request: Request): Promise<string | undefined>;

  /** Where a person goes to confirm who they are before coming back to `place`. */
  abstract confirmation(place: string, wanted: string | undefined): string;
}
