/**
 * Who may import whom (docs: design §3). `npm run check:imports`. Each rule says what to do in its comment.
 * Tests beside the code may do what their code may, and use the testing helpers of other parts.
 */

/** Left may import right, never the other way round. */
const SLICES = [
  'insight',
  'monitoring',
  'rollouts',
  'feedback',
  'preview',
  'catalog',
  'accounts',
  'notify',
  'jobs',
  'ledger',
];
const ANY_SLICE = `^app/(${SLICES.join('|')})/`;
/** A contract may be several files: what both sides of a form read, `preview/formats`, is one too. */
const CONTRACTS = `^app/(${SLICES.join('|')})/contract\\.ts$|^app/catalog/description-format\\.ts$|^app/preview/formats/`;
const DOORS = `^app/(${SLICES.join('|')})/index\\.ts$|${CONTRACTS}`;
const TESTS = '\\.(test|spec|case)\\.tsx?$|/testing[a-z-]*\\.ts$|/fixtures/';
/** Everything of ours; what is not is a package or part of Node. */
const OURS = '^(app|db|bin|bench|scripts|e2e|models|build)/|^[^/]+\\.(ts|js|cjs|mjs)$';

/**
 * Forbids everything of ours but what is named.
 * @param {{ name: string, from: object, allowed: string, comment: string }} rule
 */
const mayOnlyImport = ({ name, from, allowed, comment }) => ({
  name,
  severity: 'error',
  comment,
  from,
  to: { path: OURS, pathNot: allowed },
});

/**
 * @param {string} name
 * @param {string} modules
 * @param {string} owner
 */
const onlyLoadedBy = (name, modules, owner) => ({
  name,
  severity: 'error',
  comment: `Only ${owner} loads ${modules}; go through it.`,
  from: { pathNot: owner },
  to: { path: `^node_modules/(${modules})/` },
});

const rightwards = SLICES.slice(1).map((slice, place) => ({
  name: `${slice}-imports-rightwards`,
  severity: 'error',
  comment: `${slice} may not know the slices left of it. Let the later one register a hook in container.ts.`,
  from: { path: `^app/${slice}/`, pathNot: TESTS },
  to: { path: `^app/(${SLICES.slice(0, place + 1).join('|')})/` },
}));

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'Two files that need each other are one, or miss a third. Cycles of types count.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'resolvable',
      severity: 'error',
      comment: 'This import leads nowhere.',
      from: {},
      to: { couldNotResolve: true, pathNot: '^(virtual:|vite/client)' },
    },
    {
      name: 'no-development-packages',
      severity: 'error',
      comment: '`npm start` installs without them. Move the package to dependencies.',
      from: { path: '^(app|db|bin)/', pathNot: [TESTS, '^bin/testing/'] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: '^node_modules/@types/' },
    },
    {
      name: 'listed-packages',
      severity: 'error',
      comment: 'A package that another one brings along may be gone tomorrow. List it in package.json.',
      from: { path: '^(app|db|bin|bench|e2e)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'slice-doors',
      severity: 'error',
      comment: 'Enter a slice through its index.ts or contract.ts.',
      from: { path: '^(app|bin|bench|scripts|e2e)/([^/]+)/', pathNot: TESTS },
      to: { path: ANY_SLICE, pathNot: [DOORS, '^app/$2/'] },
    },
    ...rightwards,
    mayOnlyImport({
      name: 'slices',
      from: { path: ANY_SLICE, pathNot: TESTS },
      allowed: `${ANY_SLICE}|^app/(statistics|oip|core)/|^db/`,
      comment: 'A slice may import slices to its right, statistics, oip, db and core.',
    }),
    mayOnlyImport({
      name: 'contracts-are-client-safe',
      from: { path: CONTRACTS },
      allowed: `${CONTRACTS}|^app/oip/control\\.ts$`,
      comment:
        'A contract reaches the browser: it may import other contracts only, and the pure words of the protocol.',
    }),
    {
      name: 'contracts-load-no-node',
      severity: 'error',
      comment: 'A contract reaches the browser.',
      from: { path: CONTRACTS },
      to: { dependencyTypes: ['core'] },
    },
    mayOnlyImport({
      name: 'routes',
      from: { path: '^app/(routes/|root\\.tsx|entry\\.)', pathNot: TESTS },
      allowed: `^app/(components|styles)/|^app/root\\.tsx$|${CONTRACTS}`,
      comment: 'A page may import components and contracts; behaviour comes in the load context.',
    }),
    mayOnlyImport({
      name: 'components',
      from: { path: '^app/components/', pathNot: TESTS },
      allowed: `^app/components/|${CONTRACTS}`,
      comment: 'A component may import components and contracts.',
    }),
    {
      name: 'pages-are-listed-not-imported',
      severity: 'error',
      comment: 'Nothing imports a page; what two pages share is a component.',
      from: { pathNot: TESTS },
      to: { path: '^app/routes/' },
    },
    mayOnlyImport({
      name: 'serving',
      from: { path: '^app/serving/', pathNot: TESTS },
      allowed: '^app/(serving|oip|onnx|statistics|core)/|^package\\.json$',
      comment: 'Serving may import oip, onnx, statistics and core; never the database, slices or pages.',
    }),
    mayOnlyImport({
      name: 'serving-worker',
      from: { path: '^app/serving/worker/', pathNot: TESTS },
      allowed: '^app/(serving/worker|oip|onnx|core)/',
      comment: 'A worker may import oip, onnx and core.',
    }),
    {
      name: 'serving-worker-packages',
      severity: 'error',
      comment: 'A worker handles hostile files: every package in it is a risk. The list is in design §3.',
      from: { path: '^app/serving/worker/', pathNot: TESTS },
      to: {
        path: '^node_modules/',
        pathNot: '^node_modules/(onnxruntime-(node|common)|sharp|@huggingface/tokenizers|csv-parse|yauzl|tar-stream)/',
      },
    },
    {
      name: 'serving-starts-workers',
      severity: 'error',
      comment: 'What runs in a worker is started as a process. Serving shares only the words between the two.',
      from: { path: '^app/serving/', pathNot: ['^app/serving/worker/', TESTS] },
      to: {
        path: '^app/serving/worker/',
        pathNot: '^app/serving/worker/(frames|messages|tensor-forms|budget|watch-parent)\\.ts$',
      },
    },
    mayOnlyImport({
      name: 'db',
      from: { path: '^db/', pathNot: TESTS },
      allowed: '^db/',
      comment: 'db may import drizzle only.',
    }),
    ...['statistics', 'oip', 'onnx', 'core'].map((part) =>
      mayOnlyImport({
        name: `${part}-imports-nothing`,
        from: { path: `^app/${part}/`, pathNot: TESTS },
        allowed: `^app/${part}/`,
        comment: `${part} stands alone: it imports nothing of ours.`,
      }),
    ),
    {
      name: 'tests-stay-tests',
      severity: 'error',
      comment: 'The product may not load testing helpers.',
      from: { path: '^(app|db|bin)/', pathNot: TESTS },
      to: { path: [TESTS, '^e2e/'] },
    },
    // The second: the baseline that publishing is measured against, in a child of its own.
    onlyLoadedBy(
      'onnxruntime-in-workers',
      'onnxruntime-node',
      '^app/serving/worker/|^bench/(load-once|serving/raw-session)\\.ts$',
    ),
    onlyLoadedBy('sqlite-in-one-file', 'better-sqlite3', '^db/client\\.ts$'),
    onlyLoadedBy('lucia-in-one-file', 'lucia', '^app/accounts/sessions\\.ts$'),
    {
      name: 'remix-at-the-edge',
      severity: 'error',
      comment: 'Only pages, components and the server know Remix.',
      from: {
        pathNot: '^app/(routes/|routes\\.ts$|components/|server/|root\\.tsx|entry\\.)|^(remix|vite)\\.config\\.',
      },
      to: { path: '^node_modules/@remix-run/' },
    },
    {
      name: 'never-remix-itself',
      severity: 'error',
      comment: 'The package remix only throws when it is loaded.',
      from: {},
      to: { path: '^node_modules/remix/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(build|data|node_modules/\\.cache)/' },
    // Types count: a cycle of them is one too.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
