/** Words that run a command under strace, with what it does to system calls: `pwrite64:signal=KILL:when=7`. */
export function straced(injections, { paths = [] } = {}) {
  const traced = injections.map((one) => one.split(':')[0]).join(',');
  return [
    // -D: the server, not strace, is the child that is started and killed. Not --seccomp-bpf: with it strace 6.1
    // counts no further than to the first call.
    ...['strace', '-D', '-f', '-qq', '-o', '/dev/null', '-e', `trace=${traced}`],
    // Where there are paths, calls on other files pass, and are not counted.
    ...paths.flatMap((path) => ['-P', path]),
    ...injections.flatMap((one) => ['-e', `inject=${one}`]),
  ];
}
