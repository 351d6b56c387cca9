import { portal } from './portal.ts';
import { readSettings } from './settings.ts';

const settings = readSettings(process.env);
// Loopback only: it is an example, with patients who do not exist.
const server = portal(settings).listen(settings.port, '127.0.0.1', () => console.log(`Portail d’exemple : ${settings.origin}`));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => server.close(() => process.exit(0)));
