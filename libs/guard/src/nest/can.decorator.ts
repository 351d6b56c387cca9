import { SetMetadata, type CustomDecorator } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import { needOf, type Addressed, type Asking, type IdFrom } from '../can.ts';
import type { Need } from '../guard.ts';
import type { Recognition } from '../step-up.ts';

export const DOOR = 'habilis:door';

/** What a route said of itself. */
export type Door = 'open' | ((request: never) => Need);

/** Whoever may do `action` to the thing whose id the request gives: `@Can('read', 'PatientFile', 'id')`. */
export function Can<R = IncomingMessage & Addressed>(
  action: string,
  type: string,
  idFrom: IdFrom<R>,
  asking: Asking<R> = {},
): CustomDecorator {
  return SetMetadata(DOOR, ((request: R) => needOf(request, action, type, idFrom, asking)) satisfies (request: R) => Need);
}

/** Whoever is signed in, at that level. */
export const SignedIn = (recognition: Recognition = {}): CustomDecorator => SetMetadata(DOOR, () => recognition);

/** Everyone, signed in or not. */
export const Open = (): CustomDecorator => SetMetadata(DOOR, 'open');
