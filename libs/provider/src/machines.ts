import type { IncomingMessage } from 'node:http';

const ADDRESS = /^\/(?:token(?:\/introspection|\/revocation)?|me|request)(?:\?|$)/;

/** Whether a request is to an address of the engine where programs ask and no page is ever shown. */
export const isForMachines = ({ url = '' }: IncomingMessage): boolean => ADDRESS.test(url);
