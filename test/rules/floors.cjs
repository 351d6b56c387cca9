/**
 * Who may import whom. ARCHITECTURE.md draws the floors; each rule here has a program in floors.spec.ts that breaks it.
 *
 * `$1` is the library the import comes from.
 */
const SPECS = '[.]spec[.]tsx?$|/testing/|^test/';
const GROUND = 'settings|http|database|pages';
const RECORDS = 'accounts|charter|credentials|audit|notices';
const JUDGEMENTS = 'access';
const PROTOCOLS = 'federation|provider';
const CAPABILITIES = [RECORDS, JUDGEMENTS, PROTOCOLS].join('|');

const floor = (name, libraries, below) => ({
  name: `${name}-looks-down`,
  comment: 'Imports go down; neighbours on a floor do not know each other.',
  severity: 'error',
  from: { path: `^libs/(${libraries})/`, pathNot: SPECS },
  to: { path: '^(libs|apps)/', pathNot: `^libs/($1${below ? `|${below}` : ''})/` },
});

/** Libraries that a file of a capability's rules may name: the one its protocol or policy is made of, and no other. */
const FRAMEWORKS = '@nestjs|typeorm|pg|express|react|react-dom|nodemailer|passport[^/]*|oidc-provider|openid-client|@casl|@ucast';
const frameworks = (allowed) => `node_modules/(?:${FRAMEWORKS.split('|').filter((each) => !allowed.some((one) => each.startsWith(one))).join('|')})/`; // prettier-ignore

const plain = (libraries, allowed = []) => ({
  name: `domain-is-plain${allowed.length > 0 ? `-${libraries}` : ''}`,
  comment: 'Rules and use cases import no framework and no adapter.',
  severity: 'error',
  from: { path: `^libs/(${libraries})/src/(?!pg/|web/|smtp/)`, pathNot: `${SPECS}|/index[.]ts$` },
  to: { path: `^libs/($1)/src/(pg|web|smtp)/|${frameworks(allowed)}`, dependencyTypesNot: ['type-only'] },
});

module.exports = {
  forbidden: [
    {
      name: 'kernel-is-alone',
      comment: 'The words everyone shares need nobody.',
      severity: 'error',
      from: { path: '^libs/kernel/', pathNot: SPECS },
      to: { pathNot: '^libs/kernel/', dependencyTypesNot: ['core'] },
    },
    floor('ground', GROUND, 'kernel'),
    floor('records', RECORDS, `kernel|${GROUND}`),
    floor('judgements', JUDGEMENTS, `kernel|${GROUND}|${RECORDS}`),
    floor('protocols', PROTOCOLS, `kernel|${GROUND}|${RECORDS}|${JUDGEMENTS}`),
    {
      name: 'apps-are-strangers',
      comment: 'An application is started, not imported.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/', pathNot: SPECS },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'outside-is-outside',
      comment: 'The portal to copy and the simulated upstreams know us by the protocol alone, and by what a portal installs.',
      severity: 'error',
      from: { path: '^apps/(portal|simulator)/', pathNot: SPECS },
      to: { path: '^libs/(?!guard/)' },
    },
    {
      name: 'guard-is-installed-alone',
      comment: 'A portal installs the guard and nothing else of ours.',
      severity: 'error',
      from: { path: '^libs/guard/', pathNot: SPECS },
      to: { path: '^(libs|apps)/', pathNot: '^libs/guard/' },
    },
    {
      name: 'guard-stands-in-portals',
      comment: 'The service asks itself, not over HTTP.',
      severity: 'error',
      from: { path: '^(libs|apps)/', pathNot: `^libs/guard/|^apps/portal/|${SPECS}` },
      to: { path: '^libs/guard/' },
    },
    {
      name: 'guard-needs-no-nest',
      comment: 'Nest is for those who have it: only the door `nest` of the guard imports it.',
      severity: 'error',
      from: { path: '^libs/guard/src/(?!nest/)', pathNot: SPECS },
      to: { path: '^libs/guard/src/nest/|node_modules/(@nestjs|express|rxjs)/' },
    },
    {
      name: 'console-is-a-browser',
      comment: 'The console shares a look and sentences with the service, no code of the server.',
      severity: 'error',
      from: { path: '^apps/console/', pathNot: SPECS },
      to: { path: '^libs/(?!pages/)', dependencyTypesNot: ['type-only'] },
    },
    plain(RECORDS),
    plain('access', ['@casl', '@ucast']),
    plain('federation', ['passport', 'openid-client']),
    plain('provider', ['oidc-provider']),
    {
      name: 'web-never-sees-the-database',
      comment: 'A controller calls a use case.',
      severity: 'error',
      from: { path: `^libs/(${CAPABILITIES})/src/web/`, pathNot: SPECS },
      to: { path: '^libs/[^/]+/src/pg/|node_modules/(typeorm|pg)/' },
    },
    {
      name: 'database-never-sees-the-web',
      comment: 'An adapter keeps rows.',
      severity: 'error',
      from: { path: '^libs/[^/]+/src/pg/', pathNot: SPECS },
      to: { path: '^libs/[^/]+/src/web/|node_modules/(@nestjs|express)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'through-the-door',
      comment: 'Another library is entered by an address of its package.json.',
      severity: 'error',
      from: { path: '^(?:libs|apps|test)/([^/]+)/', pathNot: '^test/support/global-' }, // Jest reads those before it knows our conditions
      to: { path: '^libs/[^/]+/src/', pathNot: '^libs/$1/|^libs/[^/]+/src/(pg/|web/|testing/)?index[.]ts$|[.](css|svg)$' },
    },
    ...['pg', 'web'].map((side) => ({
      name: `${side}-is-entered-from-${side}`,
      comment: 'Adapters may build on the adapters below; rules and use cases know none, and applications wire all.',
      severity: 'error',
      from: { path: `^libs/([^/]+)/src/(?!${side}/)`, pathNot: SPECS },
      to: { path: `^libs/[^/]+/src/${side}/`, pathNot: '^libs/$1/' },
    })),
    {
      name: 'testing-stays-in-tests',
      comment: 'Builders and memory stores do not reach production.',
      severity: 'error',
      from: { path: '^(libs|apps)/', pathNot: SPECS },
      to: { path: '/testing/|[.]spec[.]tsx?$|^test/' },
    },
    {
      name: 'no-tool-in-production',
      comment: 'Production installs no development dependency.',
      severity: 'error',
      from: { path: '^(libs|apps/(iam|portal|simulator|stack))/', pathNot: SPECS },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-cycle',
      comment: 'A one-way flow, of types too.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'found',
      comment: 'An import leads somewhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@habilis/source', 'types', 'import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.mts', '.js', '.mjs', '.cjs', '.json', '.d.ts'],
    },
  },
};
