/**
 * How long things live, in seconds, where a portal's file says nothing else.
 *
 * A session ends after half an hour without a sign of life, four hours after the sign-in at most: Pro Santé
 * Connect's own limit, after which a change of situation could go unseen.
 */
export const LIFETIME = {
  sessionIdle: 1_800,
  session: 14_400,
  grant: 43_200,
  authorizationCode: 60,
  interaction: 900,
  deviceCode: 600,
  clientCredentials: 300,
  idToken: 300,
} as const;
