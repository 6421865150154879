// Four projects, from fastest to slowest. `npm test` runs all of them; each can be run alone with --selectProjects.
const transform = { '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022' }, module: { type: 'commonjs' } }] };
const project = (name) => ({
  displayName: name,
  rootDir: __dirname,
  testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
  testEnvironment: 'node',
  // It has a package.json with the same name.
  modulePathIgnorePatterns: ['<rootDir>/dist/app/'],
  transform,
});

module.exports = {
  // On two cores: the end-to-end tests wait for timers about a third of their time.
  maxWorkers: 3,
  testTimeout: 60_000,
  projects: ['unit', 'component', 'conformance', 'e2e'].map(project),
};
