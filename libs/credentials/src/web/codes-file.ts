import { Refusal } from '@habilis/kernel';
import type { Translate } from '@habilis/pages';
import type { Response } from 'express';
import { z } from 'zod';
import { CODE_SHAPE, CODES } from '../factor/recovery-code.ts';

export const CodesForm = z.strictObject({ codes: z.string().max(300) });

/**
 * Sends the codes that stood on the page back as a file. They come from the page's own form and are kept nowhere, so
 * that nobody else can ask for them again.
 *
 * @throws Refusal `request.malformed` (invalid) for anything that is no sheet of codes
 */
export function sendCodes(response: Response, t: Translate, { codes }: z.infer<typeof CodesForm>): void {
  const all = codes.split(' ');
  if (all.length !== CODES || !all.every((code) => CODE_SHAPE.test(code)))
    throw new Refusal('request.malformed', 'invalid', { fields: 'codes', reasons: 'shape' });
  const lines = [t('security.codes.file-title'), '', ...all, '', t('security.codes.file-end'), ''];
  response
    .set('Content-Disposition', 'attachment; filename="habilis-codes-de-secours.txt"')
    .type('text/plain; charset=utf-8')
    .send(lines.join('\r\n'));
}
