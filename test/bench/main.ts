import { ASKED_ONLY, MEASURES } from './measures.ts';
import { Place } from './place.ts';
import { print, write, type Report } from './report.ts';

const known = { ...MEASURES, ...ASKED_ONLY };
const asked = process.argv.slice(2);
const strange = asked.filter((name) => !(name in known));
if (strange.length > 0) {
  console.error(`Unknown: ${strange.join(', ')}. Known: ${Object.keys(known).join(', ')}.`);
  process.exit(2);
}

const report: Report = { beside: [], findings: [] };
const broken: string[] = [];
const begun = Date.now();
const place = await Place.open();
try {
  for (const name of asked.length > 0 ? asked : Object.keys(MEASURES)) {
    process.stderr.write(`${name}… `);
    const from = Date.now();
    await known[name]!(place, report).catch((error: Error) => broken.push(`${name} could not be measured: ${error.message}`));
    process.stderr.write(`${Math.round((Date.now() - from) / 1000)} s\n`);
  }
} finally {
  await place.close();
}
print(report);
for (const each of broken) console.error(each);
console.log(`${write(report)} written after ${Math.round((Date.now() - begun) / 1000)} s`);
process.exit(broken.length > 0 ? 1 : 0);
