import type { Event } from '@cluetrail/event-sourcing';
import { doerIn, doerOf, peopleOf, type Circumstances, type Standing } from '@cluetrail/workflow';
import type { Clue } from './state.js';

/** Whoever takes matters in does not handle them, where the procedure says so: four eyes of discovering and being assigned. */
export function isApart({ apartFrom }: Pick<Circumstances, 'apartFrom'>): boolean {
  return apartFrom('discover').includes('assignOfficers');
}

/** Who had a part in taking the matter in: registered it, brought reports to it or received them. */
export function tookIn({ intake, reports }: Pick<Clue, 'intake' | 'reports'>): readonly string[] {
  return [...intake, ...reports.flatMap(({ receivedBy = [] }) => receivedBy)];
}

/** Who gave the command that left an event. */
export function giversOf(event: Event): readonly string[] {
  return peopleOf(doerIn(event));
}

/** Who received a report. */
export function receiversOf(report: Standing): readonly string[] {
  return peopleOf(doerOf(report, 'receiveReport'));
}
