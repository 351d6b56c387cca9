import { Router } from 'express';
import { strike } from './active-faults.ts';
import { DISCOVERY_EFFECTS, JWKS_EFFECTS } from './answer-faults.ts';
import { json, send } from './answer.ts';
import { hop } from './hop.ts';
import type { Upstream } from './upstream.ts';

const ALGS = ['PS384', 'RS384', 'EdDSA', 'ES384', 'HS256', 'HS512', 'ES256', 'RS256', 'HS384', 'ES512', 'PS256', 'PS512', 'RS512'];

/** As published: it advertises far more than is allowed, and not the professional claims. */
function pscDocument(upstream: Upstream): Record<string, unknown> {
  const { issuer } = upstream;
  const endpoints = {
    token_endpoint: upstream.endpoint('token'),
    introspection_endpoint: upstream.endpoint('introspect'),
    userinfo_endpoint: upstream.endpoint('userinfo'),
    revocation_endpoint: upstream.endpoint('revoke'),
    backchannel_authentication_endpoint: upstream.endpoint('ciba'),
  };
  return {
    issuer,
    authorization_endpoint: upstream.authorizationEndpoint,
    ...endpoints,
    end_session_endpoint: upstream.endpoint('logout'),
    frontchannel_logout_session_supported: true,
    frontchannel_logout_supported: true,
    jwks_uri: upstream.endpoint('jwks'),
    check_session_iframe: `${issuer}/protocol/openid-connect/login-status-iframe.html`,
    grant_types_supported: [
      'authorization_code',
      'implicit',
      'refresh_token',
      'password',
      'client_credentials',
      'urn:openid:params:grant-type:ciba',
      'urn:ietf:params:oauth:grant-type:device_code',
    ],
    acr_values_supported: ['0', '0'],
    response_types_supported: ['code', 'none', 'id_token', 'token', 'id_token token', 'code id_token', 'code token', 'code id_token token'],
    subject_types_supported: ['public', 'pairwise'],
    id_token_signing_alg_values_supported: ALGS,
    userinfo_signing_alg_values_supported: [...ALGS, 'none'],
    request_object_signing_alg_values_supported: [...ALGS, 'none'],
    response_modes_supported: ['query', 'fragment', 'form_post', 'query.jwt', 'fragment.jwt', 'form_post.jwt', 'jwt'],
    token_endpoint_auth_methods_supported: [
      'private_key_jwt',
      'client_secret_basic',
      'client_secret_post',
      'tls_client_auth',
      'client_secret_jwt',
    ],
    claims_supported: ['aud', 'sub', 'iss', 'auth_time', 'name', 'given_name', 'family_name', 'preferred_username', 'email', 'acr'],
    claims_parameter_supported: true,
    scopes_supported: [
      'openid',
      'microprofile-jwt',
      'rpps',
      'referentiel',
      'web-origins',
      'basic',
      'identity',
      'acr',
      'offline_access',
      'eidas1',
      'profile',
      'roles',
      'email',
      'scope_all',
      'phone',
      'interop',
      'scope_1',
      'address',
      'scope_2',
      'eidas2',
    ],
    request_parameter_supported: true,
    request_uri_parameter_supported: true,
    require_request_uri_registration: true,
    code_challenge_methods_supported: ['plain', 'S256'],
    tls_client_certificate_bound_access_tokens: true,
    backchannel_logout_supported: true,
    backchannel_logout_session_supported: true,
    backchannel_token_delivery_modes_supported: ['poll', 'ping'],
    require_pushed_authorization_requests: false,
    pushed_authorization_request_endpoint: `${issuer}/protocol/openid-connect/ext/par/request`,
    mtls_endpoint_aliases: endpoints,
    authorization_response_iss_parameter_supported: upstream.settings.issOnCallback,
  };
}

/** In the manner of IdentityServer. */
function enrsDocument(upstream: Upstream): Record<string, unknown> {
  return {
    issuer: upstream.issuer,
    jwks_uri: upstream.endpoint('jwks'),
    authorization_endpoint: upstream.authorizationEndpoint,
    token_endpoint: upstream.endpoint('token'),
    userinfo_endpoint: upstream.endpoint('userinfo'),
    end_session_endpoint: upstream.endpoint('logout'),
    introspection_endpoint: upstream.endpoint('introspect'),
    revocation_endpoint: upstream.endpoint('revoke'),
    frontchannel_logout_supported: true,
    backchannel_logout_supported: true,
    backchannel_logout_session_supported: true,
    scopes_supported: ['openid', 'profile'],
    claims_supported: ['sub', 'name', 'given_name', 'family_name', 'email', 'email_verified', 'rpps', 'profession', 'structures'],
    grant_types_supported: ['authorization_code'],
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    id_token_signing_alg_values_supported: ['RS256'],
    subject_types_supported: ['public'],
    code_challenge_methods_supported: ['plain', 'S256'],
    authorization_response_iss_parameter_supported: upstream.settings.issOnCallback,
  };
}

const DOCUMENTS = { psc: pscDocument, enrs: enrsDocument };
const STANDARD = '/.well-known/openid-configuration';

/** Discovery and public keys. The standard path of PSC leads people to the wrong authorization endpoint. */
export function discoveryRoutes(upstream: Upstream): Router {
  const router = Router();
  const { issuerPath, paths, name } = upstream.dialect;
  const answer = async (change: Record<string, unknown>) =>
    strike(upstream.faults, DISCOVERY_EFFECTS, {}, json({ ...DOCUMENTS[name](upstream), ...change }), upstream);

  router.get(issuerPath + paths.discovery, hop(upstream, 'discovery'), async (_req, res) => send(res, await answer({})));
  if (paths.discovery !== STANDARD) {
    router.get(issuerPath + STANDARD, hop(upstream, 'discovery'), async (_req, res, next) => {
      if (!upstream.settings.standardDiscovery) return next('route');
      send(res, await answer({ authorization_endpoint: `${upstream.issuer}/protocol/openid-connect/auth` }));
    });
  }
  router.get(issuerPath + paths.jwks, hop(upstream, 'jwks'), async (_req, res) => {
    send(res, await strike(upstream.faults, JWKS_EFFECTS, {}, json(upstream.keys.jwks), upstream));
  });
  return router;
}
