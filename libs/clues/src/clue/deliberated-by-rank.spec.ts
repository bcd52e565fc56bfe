import { behaviour } from '../testing/behaviour.js';
import { after } from '../testing/given.js';
import { discover } from '../testing/handled.js';
import { CN3 } from '../testing/office.js';
import { command, event } from '../testing/said.js';
import { SITUATIONS } from '../testing/situations-v2.js';

const about = (rankCode: string) =>
  command('discover', {
    ...discover.asked.input,
    subjects: [{ personId: 'zhao', managingOrganId: 'nayong', rankCode }],
  })
    .by('an')
    .on('2021-09-01');
const proposed = (rank: string) =>
  after(...SITUATIONS.disposalPending.map((one) => (one === discover ? about(rank) : one))).under(
    CN3,
  );
const deliberating = (participant: string) =>
  command('deliberate', { participants: ['gao', 'du', participant] })
    .by('du')
    .on('2021-09-16');

behaviour('what is decided by rank', {
  'is deliberated with those of the organ that decides': proposed('division-head')
    .when(deliberating('kong'))
    .then(event('CollectivelyDeliberated', { participants: ['gao', 'du', 'kong'] }).under('17')),
  'and not with those of the one above that': proposed('division-head')
    .when(deliberating('ren'))
    .refused('deliberates-elsewhere', { found: 'ren', expected: ['nayong', 'bijie'] }),
  'nor with those of one above where the clue is decided': proposed('section-head')
    .when(deliberating('kong'))
    .refused('deliberates-elsewhere', { found: 'kong', expected: ['nayong'] }),
  'nor with those there who see its header alone': proposed('division-head')
    .when(deliberating('mei'))
    .refused('no-deliberator', { found: 'mei', organ: 'nayong' }),
});
