import { behaviour } from '../testing/behaviour.js';
import { given, givenReport } from '../testing/given.js';
import { accepted, discovered, STREAM } from '../testing/told.js';
import { higherReport, receivedReport, REPORT_STREAM, sentUp } from '../testing/told-report.js';
import { toErase } from './to-erase.js';

const sealed = accepted({
  type: 'ClueReferredUpSealed',
  change: { from: 'registered', to: 'sealedUp' },
  data: { to: 'guizhou' },
});
const destroyed = accepted({
  type: 'KeyDestroyed',
  change: undefined,
  data: { reason: 'sent up' },
});

behaviour('what is to be erased', {
  'is nothing that is handled here': given(discovered()).project(toErase).rows([]),
  'is a clue that went up sealed': given(discovered(), sealed)
    .project(toErase)
    .rows([{ stream: STREAM }]),
  'is nothing once its key is destroyed': given(discovered(), sealed, destroyed)
    .project(toErase)
    .rows([]),
  'is a report that went up': givenReport(higherReport(), sentUp())
    .project(toErase)
    .rows([{ stream: REPORT_STREAM }]),
  'is no report that stays': givenReport(receivedReport()).project(toErase).rows([]),
});
