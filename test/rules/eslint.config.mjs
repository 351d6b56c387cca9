import tseslint from 'typescript-eslint';

/** What reads badly or goes wrong without a type checker noticing. Types are the compiler's, layout is Prettier's. */
const rules = {
  eqeqeq: ['error', 'always'],
  'no-console': 'error',
  'no-eval': 'error',
  'no-param-reassign': 'error',
  'no-restricted-imports': [
    'error',
    {
      paths: [
        { name: 'node:test', message: 'Tests are Jest’s.' },
        { name: 'fs', message: 'Write node:fs.' },
        { name: 'path', message: 'Write node:path.' },
        { name: 'crypto', message: 'Write node:crypto.' },
      ],
    },
  ],
  'no-restricted-syntax': [
    'error',
    { selector: 'TSEnumDeclaration', message: 'Write a union of texts: it prints as it is written.' },
    { selector: 'CallExpression[callee.object.name="Math"][callee.property.name="random"]', message: 'Chance is crypto’s.' },
    { selector: 'ExportDefaultDeclaration', message: 'Name what is exported.' },
    { selector: 'TSInterfaceDeclaration[id.name=/^I[A-Z][a-z]/]', message: 'An interface is named after what it is.' },
    {
      selector:
        'CallExpression[callee.property.name=/^toBeLess/] > MemberExpression > CallExpression[callee.name="expect"] > BinaryExpression[operator="-"]',
      message: 'A wait fails on a slow day: it is for the bench.',
    },
    { selector: 'ClassDeclaration[id.name=/(Manager|Helper|Util|Utils|Impl)$/]', message: 'A class is named after what it is.' },
  ],
  'no-return-assign': 'error',
  'no-var': 'error',
  'object-shorthand': 'error',
  'prefer-const': 'error',
  'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
  '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
  '@typescript-eslint/no-explicit-any': 'error',
  '@typescript-eslint/no-non-null-assertion': 'off', // noUncheckedIndexedAccess asks for it beside a check
  '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
};

/** A domain that looks at the machine's clock cannot be tested on the day clocks change. */
const noClock = {
  selector: 'NewExpression[callee.name="Date"][arguments.length=0], CallExpression[callee.object.name="Date"][callee.property.name="now"]',
  message: 'What time it is comes from Clock.',
};

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '.data/**', '.nx/**', '**/*.mjs', '**/*.cjs'] },
  { files: ['**/*.ts', '**/*.tsx'], extends: [...tseslint.configs.recommended], rules },
  {
    files: [
      'apps/*/src/main.ts',
      'apps/iam/src/commands/**',
      'apps/stack/**',
      'apps/simulator/**',
      'apps/portal/**',
      'test/**',
      '**/*.spec.ts',
    ],
    rules: { 'no-console': 'off' },
  },
  { files: ['apps/console/vite.config.ts', 'test/bench/**'], rules: { 'no-restricted-syntax': 'off' } },
  { files: ['**/*.spec.ts', '**/*.spec.tsx', 'test/**'], rules: { 'max-lines': 'off', 'no-param-reassign': 'off' } },
  {
    files: ['libs/{accounts,charter,audit,notices,access,federation,provider}/src/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: { 'no-restricted-syntax': [...rules['no-restricted-syntax'], noClock] },
  },
);
