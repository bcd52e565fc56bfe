// First of all: everything else may need a newer Node than the one that runs.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 13)) {
  process.stderr.write(`cluetrail: expected Node 22.13 or newer, found ${process.versions.node}\n`);
  process.exit(1);
}
// Log and read models, with names in clear: for its user alone, also in a directory that others may look into.
process.umask(0o077);
const { serveFromEnvironment } = await import('./from-environment.js');
process.exitCode = await serveFromEnvironment(process.env);

export {};
