const tseslint = require('typescript-eslint');

/** What holds for every file, whatever its language. */
const ALWAYS = {
  'max-lines': ['error', { max: 300 }],
  'max-lines-per-function': ['error', { max: 60 }],
  '@typescript-eslint/no-unused-vars': [
    'error',
    { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
  ],
};

/** The written standards of the project are errors here, not prose. */
module.exports = tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '.data/**', 'coverage/**', 'tests/client/journey.ts'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strict],
    languageOptions: { parserOptions: { project: ['./tsconfig.lint.json'], tsconfigRootDir: __dirname } },
    rules: {
      ...ALWAYS,
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      'no-console': 'error',
      'no-restricted-imports': [
        'error',
        {
          name: 'node:crypto',
          importNames: ['generateKeyPair', 'generateKeyPairSync'],
          message: 'Key pairs are made by newKeyPair of libs/core, which says why.',
        },
      ],
      'no-restricted-properties': [
        'error',
        {
          object: 'process',
          property: 'env',
          message: 'The environment is read in config.ts, by its schema.',
        },
      ],
    },
  },
  {
    // A test file is a list of guarantees: its describe() holds them all.
    files: ['**/*.test.ts'],
    rules: { 'max-lines-per-function': 'off' },
  },
  {
    // A cast is a claim that nobody checks. What tests hold against the product may be of any type.
    files: ['**/*.ts'],
    ignores: ['**/*.test.ts', '**/*test-support.ts', '**/test-stubs.ts', 'tests/**'],
    rules: {
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      '@typescript-eslint/no-unsafe-call': 'error',
      '@typescript-eslint/no-unsafe-member-access': 'error',
      '@typescript-eslint/no-unsafe-return': 'error',
      // What was caught is thrown on as it came.
      '@typescript-eslint/only-throw-error': ['error', { allowThrowingUnknown: true }],
    },
  },
  {
    files: ['**/*.js'],
    extends: [tseslint.configs.strict],
    rules: { ...ALWAYS, '@typescript-eslint/no-require-imports': 'off' },
  },
  {
    files: ['libs/core/src/keys.ts'],
    rules: { 'no-restricted-imports': 'off' },
  },
  {
    // The entry points read the environment, once, and hand it on.
    files: [
      '**/main.ts',
      '**/*.test.ts',
      'deploy/local/src/**/*.ts',
      'tests/**/*.ts',
      'libs/testing/src/**/*.ts',
    ],
    rules: { 'no-restricted-properties': 'off' },
  },
);
