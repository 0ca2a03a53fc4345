/** @type {import('jest').Config} */
module.exports = {
  roots: ['<rootDir>/test'],
  globalSetup: '<rootDir>/test/support/one-temporary-folder.cjs',
  cacheDirectory: '<rootDir>/.cache/jest',
  testEnvironment: 'node',
  // The examples import the package by its name, as users do.
  moduleNameMapper: { '^sagemaker-persona-role$': '<rootDir>/infra/index.ts' },
  transform: {
    '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } }],
  },
};
