import { startSimulator } from './index.ts';
import { optionsFromEnvironment } from './options.ts';

try {
  const simulator = await startSimulator(optionsFromEnvironment(process.env));
  console.log(`SIMULATEUR Pro Santé Connect : ${simulator.psc.issuer} (pages : ${simulator.wallet.origin})`);
  console.log(`SIMULATEUR ENRS : ${simulator.enrs.issuer}`);
  const stop = () => void simulator.stop().then(() => process.exit(0));
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
