import { Desk } from './desk.ts';
import { Dossiers } from './dossiers.ts';
import { enrol } from './enrolled.ts';
import { startStack, type Stack, type StackOptions } from './stack.ts';
import { Visitor } from './visitor.ts';
import { Witness } from './witness.ts';

/** The community of most tests, and a role that its administrator gives. */
export const BRIEY = 'org-cpts-briey';
export const CARE = 'dossiers:care-professional';

const DAY = 24 * 3_600_000;
export const inDays = (days: number): string => new Date(Date.now() + days * DAY).toISOString().slice(0, 10);

/** The whole product in processes of its own, without a browser: its replicas, what the database says, one portal, one desk. */
export class Product {
  stack!: Stack;
  witness!: Witness;
  dossiers!: Dossiers;
  /** The administrator of Briey. */
  sophie!: Desk;

  async open(options: StackOptions): Promise<void> {
    this.stack = await startStack(options);
    this.witness = new Witness(this.stack.databaseUrl);
    this.dossiers = new Dossiers(this.stack);
    this.sophie = await this.desk('sophie-bernard');
  }

  desk(persona: string): Promise<Desk> {
    return Desk.open(this.stack, persona);
  }

  /** Somebody comes, with cookies of their own. */
  visitor(persona: string): Visitor {
    return new Visitor(this.stack, persona);
  }

  enrol(organisation: string, ...personas: string[]): Promise<string[]> {
    return enrol(this.stack.databaseUrl, organisation, ...personas);
  }

  async close(): Promise<void> {
    await this.witness?.close();
    await this.stack?.stop();
  }
}

/**
 * Opens the product before the tests of a file, and closes it after them.
 *
 * @param options told at the last moment: some are known only once something else has started
 * @param begin what has happened when the first test begins
 */
export function onProduct(
  options: StackOptions | (() => Promise<StackOptions>),
  begin: (product: Product) => Promise<unknown> = async () => undefined,
): Product {
  const product = new Product();
  beforeAll(async () => {
    await product.open(typeof options === 'function' ? await options() : options);
    await begin(product);
  }, 120_000);
  afterAll(() => product.close());
  return product;
}
