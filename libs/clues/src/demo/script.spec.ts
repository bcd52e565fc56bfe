import { demoScript } from './script.js';

const UNTIL = Date.parse('2021-11-10T17:00:00+08:00');
const SCRIPTS = Array.from({ length: 30 }, (_, seed) => demoScript({ until: UNTIL, seed }));

describe('the demo, whatever its seed', () => {
  it('corrects what happened to a time before it was recorded', () => {
    for (const script of SCRIPTS) {
      const correction = script.find(({ command }) => command === 'correctFact');
      const corrected = script.find(
        ({ command, target }) => command === 'acceptTransfer' && target === correction?.target,
      );
      const { new: then } = Object(correction?.input) as { new: string }; // the input of a correction
      expect(Date.parse(then)).toBeLessThan(corrected?.at ?? 0);
    }
  });

  it('archives nothing while a notice stands', () => {
    const lifted = SCRIPTS.flatMap((script) => {
      const targets = (name: string) =>
        script.flatMap(({ command, target }) => (command === name ? [target] : []));
      return targets('issueNotice')
        .filter((one) => targets('archive').includes(one))
        .map((one) => targets('liftNotice').includes(one));
    });
    expect(lifted.length).toBeGreaterThan(0);
    expect(lifted).not.toContain(false);
  });

  it('archives nothing while a reporter waits to hear whether his report is accepted', () => {
    const archived = SCRIPTS.flatMap((script) => {
      const heard = new Set(
        script.flatMap(({ command, target }) => (command === 'acknowledge' ? [target] : [])),
      );
      const named = script.filter(
        ({ command, input }) =>
          command === 'receiveReport' && (input as { realName: boolean }).realName, // the input of a report
      );
      const ends = new Set(
        script.flatMap(({ command, target }) =>
          command === 'archive' ? [`report-${target}`] : [],
        ),
      );
      return named.filter(({ key }) => ends.has(key)).map(({ key }) => heard.has(key));
    });
    expect(archived.length).toBeGreaterThan(10);
    expect(archived.filter((one) => !one)).toEqual([]);
  });
});
