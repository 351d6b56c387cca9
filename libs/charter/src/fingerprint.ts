import { createHash } from 'node:crypto';

/** What makes a text this text: one character changed is another charter. */
export function fingerprint({ title, body }: { readonly title: string; readonly body: string }): string {
  return createHash('sha256').update(`${title}\n\n${body}`, 'utf8').digest('hex');
}
