/** Packages that are ES modules alone: Node 20 can require them, jest has to have them compiled. */
const ESM = '(htmlparser2|domhandler|domutils|dom-serializer|domelementtype|entities|any-ascii)';
const swc = (parser) => ['@swc/jest', { jsc: { target: 'es2023', ...parser }, module: { type: 'commonjs' } }];

/** Every test of the repository, in one run: unit tests beside their code, the rest in tests/. */
module.exports = {
  testMatch: ['<rootDir>/{libs,services,gateway,deploy,tests}/**/*.test.ts'],
  // tests/chaos ends databases, brokers and services of its own; it runs by itself: npm run test:chaos.
  testPathIgnorePatterns: ['/node_modules/', '/dist/', ...(process.env.CHAOS ? [] : ['/tests/chaos/'])],
  transform: {
    '^.+\\.ts$': swc({ parser: { syntax: 'typescript' } }),
    [`/node_modules/${ESM}/.+\\.js$`]: swc({}),
  },
  transformIgnorePatterns: [`/node_modules/(?!${ESM}/)`],
  moduleNameMapper: {
    '^@siteninja/gateway$': '<rootDir>/gateway/src/app.ts',
    '^@siteninja/([a-z]+)-service$': '<rootDir>/services/$1/src/app.ts',
    '^@siteninja/([a-z]+)$': '<rootDir>/libs/$1/src/index.ts',
  },
  ...(process.env.CHAOS
    ? {}
    : { globalSetup: '<rootDir>/tests/setup/start.ts', globalTeardown: '<rootDir>/tests/setup/stop.ts' }),
  testTimeout: 120_000,
  // Tests wait more than they compute: with two workers, a third of two cores was idle.
  maxWorkers: 3,
  // A worker keeps every module that a suite has loaded.
  workerIdleMemoryLimit: '1GB',
};
