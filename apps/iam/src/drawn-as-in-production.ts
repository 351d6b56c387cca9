import { createRequire } from 'node:module';

/**
 * Loads React as production does, whatever the environment is: its other build notes the stack of every element of every
 * page, for tools that pages without scripts do not have. To be imported before anything that draws.
 */
const require = createRequire(import.meta.url);
const { NODE_ENV } = process.env;
process.env['NODE_ENV'] = 'production';
for (const each of ['react', 'react/jsx-runtime', 'react-dom', 'react-dom/server']) require(each);
if (NODE_ENV === undefined) delete process.env['NODE_ENV'];
else process.env['NODE_ENV'] = NODE_ENV;
