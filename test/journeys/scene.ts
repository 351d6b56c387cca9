import { openChromium, type Chromium } from '../support/browser.ts';
import { startStack, type Stack } from '../support/stack.ts';
import { Ledger } from './ledger.ts';

/** The whole product, a browser for each person, and what the database says: there from the first test to the last. */
export class Scene {
  stack!: Stack;
  chromium!: Chromium;
  ledger!: Ledger;

  /** Somebody comes, with a browser of their own. */
  someone: Chromium['someone'] = (options) => this.chromium.someone(options);

  async open(): Promise<void> {
    // Each is kept as soon as it is there: what follows may fail, and all of it is closed then too.
    const stack = startStack().then((started) => (this.stack = started));
    const chromium = openChromium().then((opened) => (this.chromium = opened));
    await Promise.all([stack, chromium]);
    this.ledger = await Ledger.open(this.stack);
  }

  async close(): Promise<void> {
    await this.ledger?.close();
    await this.chromium?.close();
    await this.stack?.stop();
  }
}

/**
 * Opens the scene before the tests of a description, and closes it after them.
 *
 * @param begin what has happened when the first test begins
 */
export function onScene(begin: (scene: Scene) => Promise<void> = async () => undefined): Scene {
  const scene = new Scene();
  beforeAll(async () => {
    await scene.open();
    await begin(scene);
  }, 180_000);
  afterAll(() => scene.close());
  return scene;
}
