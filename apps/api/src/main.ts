// First of all: everything else may need a newer Node than the one that runs.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 13)) {
  process.stderr.write(`cluetrail: expected Node 22.13 or newer, found ${process.versions.node}\n`);
  process.exit(1);
}
const { serveFromEnvironment } = await import('./from-environment.js');
process.exitCode = await serveFromEnvironment(process.env);

export {};
