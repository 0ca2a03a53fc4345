import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

export default defineConfig(
  globalIgnores(['dist', 'lib', 'cdk.out', '.venv', '.cache']),
  {
    files: ['**/*.{ts,tsx}'],
    extends: [js.configs.recommended, tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-control-regex': 'off',
    },
  },
  {
    files: ['**/*.{mjs,cjs,js}'],
    extends: [js.configs.recommended],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        performance: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        URL: 'readonly',
        module: 'writable',
        require: 'readonly',
        __dirname: 'readonly',
      },
    },
  },
  {
    // The core is pure: every surface shares it, the browser too.
    files: ['lambda/core/**/*.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        'process',
        'Date',
        'require',
        '__dirname',
        'Buffer',
        'setTimeout',
        'fetch',
        'crypto',
        'performance',
      ],
      'no-restricted-properties': ['error', { object: 'Math', property: 'random', message: 'the core is deterministic' }],
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^(node:|@aws-sdk/(?!util-arn-parser$)|aws-cdk-lib|constructs|\\.\\./)',
              message: 'the core is pure and stands at the bottom',
            },
          ],
        },
      ],
    },
  },
  {
    // The page knows the core and nothing else: it runs where there is no Node, and sends nothing anywhere.
    files: ['web/**/*.{ts,tsx}'],
    rules: {
      'no-restricted-globals': ['error', 'fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource', 'localStorage'],
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^(node:|@aws-sdk/|aws-cdk-lib|constructs|(\\.\\./)+(lambda/(?!core/)|cli|infra|local|scripts|test)(/|$))',
              message: 'the page stands on lambda/core alone',
            },
          ],
        },
      ],
    },
  },
);
