/** Texts made from the code, compared with what is committed; `--write` writes them. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { policySchema } from '@habilis/access';
import { environmentTable, envExample } from '@habilis/settings';

const root = path.resolve(import.meta.dirname, '../..');
const MARKS = ['<!-- environment: made by npm run check -- --write -->\n', '<!-- /environment -->'] as const;

const operators = read('docs/operators.md');
const [before, after] = [operators.split(MARKS[0])[0], operators.split(MARKS[1])[1] ?? ''];
const TEXTS = {
  '.env.example': envExample(),
  'docs/operators.md': `${before}${MARKS[0]}\n${environmentTable()}\n${MARKS[1]}${after}`,
  'config/policies/policy.schema.json': `${JSON.stringify(policySchema(), null, 2)}\n`,
};

const old = Object.entries(TEXTS).filter(([file, text]) => squeezed(read(file)) !== squeezed(text));
if (process.argv.includes('--write')) for (const [file, text] of old) writeFileSync(path.join(root, file), text);
else if (old.length > 0) {
  console.log(`No longer what the code says: ${old.map(([file]) => file).join(', ')}. Run: npm run check -- --write`);
  process.exit(1);
}

function read(file: string): string {
  return existsSync(path.join(root, file)) ? readFileSync(path.join(root, file), 'utf8') : '';
}

/** Prettier aligns tables; the spaces it adds say nothing. */
function squeezed(text: string): string {
  return text
    .replace(/[ \t]+/g, ' ')
    .replace(/-{3,}/g, '---')
    .trim();
}
