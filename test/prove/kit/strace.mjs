/**
 * Words that run a command under strace, with what it does to system calls: `pwrite64:signal=KILL:when=7`. `each`: every
 * call is meant, none is counted; all other calls then pass at full speed (where they do, strace 6.1 does not count).
 */
export function straced(injections, { paths = [], each = false } = {}) {
  const traced = injections.map((one) => one.split(':')[0]).join(',');
  return [
    // -D: the server, not strace, is the child that is started and killed.
    ...[
      'strace',
      '-D',
      '-f',
      ...(each ? ['--seccomp-bpf'] : []),
      '-qq',
      '-o',
      '/dev/null',
      '-e',
      `trace=${traced}`,
    ],
    // Where there are paths, calls on other files pass, and are not counted.
    ...paths.flatMap((path) => ['-P', path]),
    ...injections.flatMap((one) => ['-e', `inject=${one}`]),
  ];
}
