export { AuthzenController, AuthzenSettings } from './authzen.controller.ts';
export * from './authzen-forms.ts';
export { Calling, CallingClientGuard } from './calling-client.ts';
export * from './console.ts';
