export { Can, Open, SignedIn } from './can.decorator.ts';
export { HabilisGuard } from './habilis.guard.ts';
export { Admitted } from './admitted.decorator.ts';
