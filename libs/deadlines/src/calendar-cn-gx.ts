import type { Words, Years } from './year-days.js';

const sanyuesan: Words = { en: 'Sanyuesan Festival of Guangxi', zh: '广西三月三' };
const qingming: Words = { en: 'Tomb-Sweeping Day', zh: '清明节' };

/**
 * What Guangxi changes in the national days: its own days off and make-up days. In 2017 its days off
 * take in the national make-up day 04-01. A holiday since 2014; a later year that is not listed here answers provisional.
 * Source: notices of the regional government for these years.
 */
export const CN_GX_YEARS: Years = {
  2017: [
    [sanyuesan, '03-30/03-31', '04-08'],
    [qingming, '04-01/04-04'],
  ],
  2018: [[sanyuesan, '04-18/04-20', '04-15']],
  2021: [[sanyuesan, '04-14/04-16', '04-18']],
  2024: [[sanyuesan, '04-11/04-12']],
};

/** The first year of 三月三 as a public holiday of the region. */
export const CN_GX_SINCE = 2014;
