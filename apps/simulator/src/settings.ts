import { z } from 'zod';

/** What an upstream does when no fault is set. Everything can be changed by `POST /simulator/settings`. */
export const Settings = z.strictObject({
  /** Refuses what the documentation asks for and lenient servers let pass: scope_all, acr_values, state, nonce, plain PKCE. */
  strict: z.boolean(),
  /** Value of `acr` in the ID token: `means` takes that of the means chosen, `absent` leaves it out, as seen in the wild. */
  acr: z.string().min(1).max(64),
  /** Shape of userinfo over the years. */
  shape: z.enum(['2021', '2023-02', '2023-11']),
  issOnCallback: z.boolean(),
  /** `mtls` refuses client secrets: only a client certificate (tls_client_auth) is good. */
  clientAuth: z.enum(['secret', 'mtls']),
  /** Echoes `state` on the way back from logout. */
  logoutState: z.boolean(),
  /** Serves the standard discovery document too, with another authorization endpoint. */
  standardDiscovery: z.boolean(),
  signedUserinfo: z.boolean(),
  /** Sends logout tokens to the relying parties of an ended session. */
  backchannelLogout: z.boolean(),
  /** Answers a refresh with a new refresh token. */
  refreshRotation: z.boolean(),
  /** Personas whose ADELI number has become an RPPS number. */
  moved: z.array(z.string()),
  /** Personas whose activities have gone. */
  struckOff: z.array(z.string()),
  /** What the phone answers to a CIBA demand; `ask` waits for the page /mobile. */
  ciba: z.enum(['ask', 'approve', 'deny']),
  clockOffsetSeconds: z.number().int().min(-86_400).max(86_400),
  latencyMs: z.number().int().min(0).max(60_000),
  /** Share of requests answered 500, drawn from `seed`: the same seed gives the same series. */
  errorRate: z.number().min(0).max(1),
  seed: z.number().int(),
  accessTokenSeconds: z.number().int().min(1),
  refreshTokenSeconds: z.number().int().min(1),
  codeSeconds: z.number().int().min(1),
  sessionIdleSeconds: z.number().int().min(1),
  sessionMaxSeconds: z.number().int().min(1),
  /** How long the phone waits for an answer. */
  mobileSeconds: z.number().int().min(1),
});
export type Settings = z.infer<typeof Settings>;

/** Durations in seconds, as measured on the sandbox. */
export const DEFAULT_SETTINGS: Settings = {
  strict: true,
  acr: 'means',
  shape: '2023-11',
  issOnCallback: true,
  clientAuth: 'secret',
  logoutState: true,
  standardDiscovery: true,
  signedUserinfo: false,
  backchannelLogout: false,
  refreshRotation: true,
  moved: [],
  struckOff: [],
  ciba: 'ask',
  clockOffsetSeconds: 0,
  latencyMs: 0,
  errorRate: 0,
  seed: 1,
  accessTokenSeconds: 120,
  refreshTokenSeconds: 1_800,
  codeSeconds: 60,
  sessionIdleSeconds: 1_800,
  sessionMaxSeconds: 14_400,
  mobileSeconds: 120,
};
