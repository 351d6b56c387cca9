import type { Request, Response } from 'express';

/** A cookie no script reads, no other site sends and, behind https, no other host sets. */
export class OwnCookie {
  readonly #name: string;
  readonly #secure: boolean;

  constructor(
    name: string,
    issuer: URL,
    private readonly seconds: number,
  ) {
    this.#secure = issuer.protocol === 'https:';
    this.#name = this.#secure ? `__Host-${name}` : name;
  }

  read(req: Request): string | undefined {
    for (const pair of (req.headers.cookie ?? '').split(';')) {
      const at = pair.indexOf('=');
      if (pair.slice(0, at).trim() === this.#name) return decodeURIComponent(pair.slice(at + 1).trim());
    }
    return undefined;
  }

  write(res: Response, value: string): void {
    res.cookie(this.#name, value, this.options(this.seconds * 1000));
  }

  clear(res: Response): void {
    res.clearCookie(this.#name, this.options());
  }

  private options(maxAge?: number) {
    return { httpOnly: true, secure: this.#secure, sameSite: 'lax' as const, path: '/', ...(maxAge !== undefined && { maxAge }) };
  }
}
