export { BrowserArrivals, Browsers } from './browser.ts';
export { Linking } from './linking.ts';
export { Reidentification, type Presented } from './reidentification.ts';
export { FederationPages } from './pages.tsx';
export { registerStrategies, UpstreamGuard } from './upstream-guard.ts';
export { UpstreamRefusals } from './upstream-refusals.ts';
export { UpstreamController } from './upstream.controller.ts';
export { UpstreamLogoutController } from './upstream-logout.controller.ts';
export { admitLogoutTokens, exceptCallbacks } from './rules-of-others.ts';
