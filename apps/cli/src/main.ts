// First of all: everything else may need a newer Node than the one that runs.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 13)) {
  process.stderr.write(`cluetrail: expected Node 22.13 or newer, found ${process.versions.node}\n`);
  process.exit(1);
}
// Logs, lists with names in clear, what is exported: for its user alone, wherever it is put.
process.umask(0o077);
// Whoever reads has seen enough (head, less): an end as by SIGPIPE, which Node ignores.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(128 + 13);
  throw error;
});
// Whoever lists the processes of this machine reads no password.
if (process.argv.some((word) => /:\/\/[^@/]*:[^@/]*@|password=/i.test(word)))
  process.title = `cluetrail ${process.argv[2]}`;
const { run } = await import('./cli.js');
process.exitCode = await run(process.argv.slice(2));

export {};
