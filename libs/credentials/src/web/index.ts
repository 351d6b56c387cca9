export { LocalArrivals, type Assured, type LocalArrival } from './local-arrivals.ts';
export { LocalCookies } from './local-cookies.ts';
export { LocalDesk, type LocalUnderWay } from './local-desk.ts';
export { SignInController } from './sign-in.controller.ts';
export { SignInPages } from './sign-in-pages.tsx';
