import { command } from './said.js';

/** A row of a ledger of Nayong, which its clue-centre administrator takes over; on the day when it came into its state. */
export function ledgerRow(state: string, more: object = {}) {
  return {
    ...{ number: '纪信〔2020〕18', organ: 'nayong', state, discoveredOn: '2021-03-01' },
    ...{ source: 'report', subjects: [{ personId: 'zhao', managingOrganId: 'nayong' }] },
    ...(state !== 'registered' && { officers: ['li', 'wang'] }),
    ...(state === 'disposalPending' && { way: 'verify' }),
    ...(state === 'held' && { dueOn: '2021-10-29' }),
    ...{ summary: 'subsidies were paid to the dead', ...more },
  };
}

export function takeOver(state: string, more: object = {}) {
  return command('takeOver', ledgerRow(state, more)).by('chen').on('2021-09-09');
}
