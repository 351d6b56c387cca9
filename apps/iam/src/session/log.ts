import type { Logger } from '@habilis/http';

/** The log, for what Nest makes; a class, because an interface cannot be asked for. */
export abstract class Log {
  abstract readonly warn: Logger['warn'];
}
