/** Which folder may import which. `npm run lint` checks it; ARCHITECTURE.md says why. */

/** Each lib imports only those before it. */
const LIBS = [
  'schema',
  'fonts',
  'core',
  'contracts',
  'http',
  'mongo',
  'events',
  'jobs',
  'mail',
  'service',
  'testing',
];

/** What the gateway does to a request, from the ground up. */
const GATEWAY = ['identity', 'request', 'tls', 'proxy', 'limits', 'sites', 'routes'];

/** content is the largest service; each of its folders imports only those before it. */
const CONTENT = [
  ['markup', 'seo'],
  ['illustrations'],
  ['assets'],
  ['section-types'],
  ['rendering', 'templates'],
  ['pictures'],
  ['sites'],
  ['navigation'],
  ['redirects'],
  ['crawlers'],
  ['pages'],
  ['sections'],
  ['releases'],
  ['previews'],
  ['schedules'],
  ['forms'],
  ['bundles'],
  ['ai'],
  ['tenants'],
  ['delivery'],
].map((names) => names.join('|'));

const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

/** Forbids each folder of `root` to import one that stands behind it. */
const ordered = (name, comment, root, folders) =>
  folders
    .slice(0, -1)
    .map((folder, index) =>
      forbid(
        name,
        comment,
        { path: `^${root}/(${folder})/` },
        { path: `^${root}/(${folders.slice(index + 1).join('|')})/` },
      ),
    );

module.exports = {
  forbidden: [
    { ...forbid('no-circular', 'Files import in one direction.', {}, { circular: true }), scope: 'module' },
    {
      ...forbid('no-circular-folders', 'Folders import in one direction.', {}, { circular: true }),
      scope: 'folder',
    },

    // Between packages.
    ...ordered('libs-in-order', 'Each lib imports only those before it.', 'libs', LIBS),
    forbid(
      'libs-below-the-rest',
      'Libs know no service and no gateway.',
      { path: '^libs/' },
      { path: '^(services|gateway|deploy)/' },
    ),
    forbid(
      'services-apart',
      'What a service needs of another comes over HTTP or as an event.',
      { path: '^services/([^/]+)/' },
      { path: '^(services|gateway|deploy)/', pathNot: '^services/$1/' },
    ),
    forbid(
      'gateway-apart',
      'The gateway knows no service, no database and no broker.',
      { path: '^gateway/' },
      { path: '^(services|deploy)/|^libs/(mongo|events|jobs|mail|service)/' },
    ),
    forbid(
      'libs-by-their-index',
      'A lib is imported by its name; what its index.ts does not export is private.',
      { path: '^(libs|services|gateway|deploy)/([^/]+)/' },
      { path: '^libs/', pathNot: ['^$1/$2/', '^libs/[^/]+/src/index\\.ts$'] },
    ),
    forbid(
      'no-testing-in-product',
      'libs/testing is for tests.',
      { pathNot: '^libs/testing/' },
      { path: '^libs/testing/' },
    ),
    forbid('resolvable', 'Every import leads somewhere.', {}, { couldNotResolve: true }),

    // What is loaded.
    forbid(
      'no-database-nor-broker-below-mongo',
      'The gateway loads schema, fonts, core, contracts and http, and neither mongoose nor amqplib by them.',
      { path: '^(gateway|libs/(schema|fonts|core|contracts|http))/' },
      {
        path: '(^|/)node_modules/(mongoose|mongodb|amqplib)/|^libs/(mongo|events|jobs|mail|service)/',
        dependencyTypesNot: ['type-only'],
      },
    ),

    // Inside the gateway.
    ...ordered(
      'gateway-in-order',
      'Each folder of the gateway imports only those before it; app.ts and api-requests.ts stand above them.',
      'gateway/src',
      GATEWAY,
    ),
    forbid(
      'root-of-the-gateway',
      'The folders of the gateway use its configuration; app.ts and api-requests.ts use the folders.',
      { path: '^gateway/src/[^/]+/' },
      { path: '^gateway/src/[^/]+$', pathNot: '/config\\.ts$' },
    ),

    // Inside a service.
    ...ordered(
      'content-in-order',
      'Each folder of content imports only those before it. What both need belongs into an earlier folder.',
      'services/content/src',
      CONTENT,
    ),
    forbid(
      'content-folders-have-a-place',
      'A new folder of content gets its place in the order above.',
      { path: `^services/content/src/(?!(${CONTENT.join('|')})/)[^/]+/` },
      {},
    ),
    forbid(
      'root-of-a-service',
      'The folders of a service use its context, ports and configuration; app.ts and main.ts use the folders.',
      { path: '^(services/[^/]+)/src/[^/]+/' },
      { path: '^$1/src/[^/]+$', pathNot: '/(context|ports|config)\\.ts$' },
    ),
    forbid(
      'routes-only-in-app',
      'app.ts lists the routes. What two of them share is a schema or an operation.',
      { path: '^services/', pathNot: '^services/[^/]+/src/app\\.ts$' },
      { path: '\\.routes\\.ts$' },
    ),
    forbid(
      'routes-store-nothing',
      'Routes leave storage and events to operations.',
      { path: '\\.routes\\.ts$' },
      { path: '^libs/(mongo|events|jobs)/' },
    ),
    forbid(
      'models-know-storage-alone',
      'A model knows neither HTTP nor events.',
      { path: '\\.(model|projection)\\.ts$' },
      { path: '^libs/(http|events|jobs|service)/|(^|/)node_modules/express/' },
    ),
    forbid(
      'operations-know-no-http',
      'Operations know no HTTP; routes do, and what writes a raw answer.',
      { path: '^services/[^/]+/src/[^/]+/', pathNot: '(\\.routes|-answer)\\.ts$' },
      { path: '(^|/)node_modules/express/' },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['\\.test\\.ts$', 'test-(support|stubs)\\.ts$', '/fixtures/', '/dist/'] },
    tsConfig: { fileName: 'tsconfig.lint.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['require', 'import', 'node', 'default'],
    },
    skipAnalysisNotInRules: true,
  },
};
