/** Every test of the repository, in one run: unit tests beside their code, the rest in tests/. */
module.exports = {
  testMatch: ['<rootDir>/{libs,services,gateway,deploy,tests}/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
  moduleNameMapper: {
    '^@siteninja/(core|http|mongo|events|testing)$': '<rootDir>/libs/$1/src/index.ts',
    '^@siteninja/gateway$': '<rootDir>/gateway/src/app.ts',
    '^@siteninja/(tenant|content|identity|billing|asset|integration)-service$':
      '<rootDir>/services/$1/src/app.ts',
  },
  globalSetup: '<rootDir>/tests/setup/start.ts',
  globalTeardown: '<rootDir>/tests/setup/stop.ts',
  testTimeout: 30_000,
  maxWorkers: 2,
};
