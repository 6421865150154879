const js = require('@eslint/js');
const tseslint = require('typescript-eslint');
const prettier = require('eslint-config-prettier');
const { builtinModules } = require('node:module');

// Orchestrators are replayed: anything whose answer can differ between two runs breaks the instance.
const nondeterministic = [
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Use context.df.currentUtcDateTime.' },
  { selector: "CallExpression[callee.object.name='Date']", message: 'Use context.df.currentUtcDateTime.' },
  { selector: "MemberExpression[object.name='Math'][property.name='random']", message: 'Use context.df.newGuid.' },
  {
    selector: "MemberExpression[object.name='process']",
    message: 'Pass settings as input: they can change mid-flight.',
  },
  { selector: 'AwaitExpression', message: 'Yield a durable task instead.' },
  { selector: 'FunctionDeclaration[async=true]', message: 'An orchestrator is a plain generator.' },
  { selector: 'ArrowFunctionExpression[async=true]', message: 'An orchestrator is a plain generator.' },
  {
    selector: "Identifier[name='retryTimeoutInMilliseconds']",
    message: 'The engine gives up without telling the SDK: the instance would stay Running for ever.',
  },
  {
    selector: "MemberExpression[object.property.name='df'][property.name=/^(lock|callHttp|callEntity|signalEntity)$/]",
    message: 'Not available on every host this app runs on.',
  },
];

module.exports = tseslint.config(
  { ignores: ['dist/**', 'coverage/**', 'node_modules/**', '.local/**', 'demo-out/**'] },
  js.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked.map((config) => ({ ...config, files: ['**/*.ts'] })),
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { project: './tsconfig.test.json', tsconfigRootDir: __dirname } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'object-shorthand': 'error',
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  { files: ['local/**/*.ts', 'bench/**/*.ts', 'tools/**/*.ts', 'test/**/*.ts'], rules: { 'no-console': 'off' } },
  {
    files: ['src/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex: '/local/', message: 'src never imports local: what differs is configuration.' }] },
      ],
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/config/**'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Settings are read, checked and documented in src/config.' },
      ],
    },
  },
  {
    files: ['local/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex: '/src/', message: 'local never imports src: the two must not be wrong together.' }] },
      ],
    },
  },
  {
    files: ['tools/verify-certificate/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex: '/(src|local)/', message: 'The verifier shares no code with what it verifies.' }] },
      ],
    },
  },
  {
    files: ['src/orchestrators/**/*.ts'],
    rules: {
      'no-restricted-syntax': ['error', ...nondeterministic],
      'no-restricted-globals': ['error', 'setTimeout', 'setInterval', 'fetch', 'crypto', 'performance'],
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          paths: builtinModules.map((name) => ({ name, message: 'No Node built-ins in an orchestrator.' })),
          patterns: [
            { regex: '^node:', message: 'No Node built-ins in an orchestrator.' },
            { regex: '^@azure/', message: 'No SDKs in an orchestrator: call an activity.' },
            {
              regex: '/(activities|azure|config|storage|functions)/',
              allowTypeImports: true,
              message: 'Orchestrators import names, types and pure helpers.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['**/*.js'],
    languageOptions: {
      sourceType: 'commonjs',
      globals: {
        require: 'readonly',
        module: 'writable',
        process: 'readonly',
        __dirname: 'readonly',
        Buffer: 'readonly',
        console: 'readonly',
        setTimeout: 'readonly',
        URL: 'readonly',
      },
    },
  },
  prettier,
);
