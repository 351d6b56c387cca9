import { z } from 'zod';

/** What a device answered, as the script of the page wrote it; what is no JSON is no answer. */
const deviceAnswer = z
  .string()
  .max(20_000)
  .transform((text): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      return undefined;
    }
  });

const name = z.string().max(1_000);

export const TotpForm = z.strictObject({ code: z.string().max(100), name });
export const NewPasskeyForm = z.strictObject({ response: deviceAnswer, name });
export const PasskeyForm = z.strictObject({ response: deviceAnswer });
export const CodeForm = z.strictObject({ code: z.string().max(100) });
export const NoForm = z.strictObject({});
