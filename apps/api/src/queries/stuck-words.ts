import type { Level } from '@cluetrail/access';
import { WORKFLOWS } from '@cluetrail/clues';
import type { Words } from '@cluetrail/workflow';
import { ACCEPTS, type Asked, OFFICER } from './asked-steps.js';
import { organOf } from './staffing.js';

/** Where a matter stands, as its row says it. */
export interface Standing {
  readonly kind: 'clue' | 'case' | 'report';
  readonly id: string;
  readonly state: string;
  readonly organPath: string;
  readonly receiverPath: string | null;
  readonly deciderPath: string | null;
  readonly superiorPath?: string | null;
  /** What nobody reads who is not cleared for it; absent where its organ's offices tell enough. */
  readonly level?: Level;
  /** `|id|id|` */
  readonly excluded: string;
}

/** Where a clue or a case stands, as its row says it. */
export interface Stands extends Standing {
  readonly kind: 'clue' | 'case';
  /** Who works on it. */
  readonly assigned: readonly string[];
  /** A recusal was asked for on which nobody has decided. */
  readonly isRecusalAsked?: boolean;
  /** More time was asked for, and nobody has answered. */
  readonly isTimeAsked?: boolean;
}

/** Nobody may go on with it: what waits, where, for which offices, and what leads on. */
export interface Stuck {
  readonly waits: readonly string[];
  readonly organ: string;
  readonly roles: readonly string[];
  readonly detail: Words;
}

interface WaysOn {
  readonly waiting: readonly Pick<Asked, 'command' | 'at' | 'by'>[];
  readonly ways: readonly string[];
  /** For which whoever acts there is to be cleared, too. */
  readonly cleared?: Level;
}

/** What nobody may go on with, for whoever sees to it. */
export function told(stands: Standing, on: WaysOn): Stuck {
  const { said, en, zh } = saying(stands, on);
  const isPanel = said.waits.includes(ACCEPTS);
  return {
    ...said,
    detail: {
      en: `Nobody at ${said.organ} may go on with it${isPanel ? ' (a panel are two)' : ''}. ${en.waits} Have somebody else appointed to an office for that (${en.roles}), or have the office of who is on leave lent${en.ways}.`,
      zh: `${said.organ} 无人可以继续办理${isPanel ? '（审理须有二人）' : ''}。${zh.waits}请另行任命相应职务的人员（${zh.roles}），或者将请假人员的职务委托他人${zh.ways}。`,
    },
  };
}

/** Those who are to work on it left or are away, and nobody there may take a place. */
export function toldNobodyToJoin(stands: Standing, on: WaysOn): Stuck {
  const { said, en, zh } = saying(stands, { ...on, roles: [OFFICER] });
  return {
    ...said,
    detail: {
      en: `Nobody at ${said.organ} may take the place of those who handled it. ${en.waits} Have somebody else appointed who then may (${en.roles})${en.ways}.`,
      zh: `${said.organ} 无人可以接替承办人员。${zh.waits}请另行任命可以接替的人员（${zh.roles}）${zh.ways}。`,
    },
  };
}

/** Those left or are away who alone may take the next step, and whom nobody can replace. */
export function toldToNobodyElse(stands: Standing, on: WaysOn): Stuck {
  const { said, en, zh } = saying(stands, { ...on, roles: [OFFICER] });
  return {
    ...said,
    detail: {
      en: `Only those who handle it may go on with it at ${said.organ}, and its procedure lets nobody take their places. ${en.waits} It waits until they are back; who left the office is to be appointed to it again (${en.roles})${en.ways}.`,
      zh: `${said.organ} 只有承办人员可以继续办理，所依规程未规定更换承办人。${zh.waits}须待其返岗；已离任的，请重新任命（${zh.roles}）${zh.ways}。`,
    },
  };
}

/** Those who are to work on it are away: for whoever may put others in their places. */
export function toldAllAway(stands: Standing, { waiting }: Pick<WaysOn, 'waiting'>): Stuck {
  const { said, en, zh } = saying(stands, { waiting, ways: [] });
  return {
    ...said,
    detail: {
      en: `None of those who handle it acts at ${said.organ} now. ${en.waits}`,
      zh: `承办人员目前均不在 ${said.organ} 履职。${zh.waits}`,
    },
  };
}

function saying(
  stands: Standing,
  { waiting, ways, cleared, roles: given }: WaysOn & { readonly roles?: readonly string[] },
) {
  const [place = stands.organPath] = waiting.flatMap((step) => placesOf(step, stands));
  // Who came to one organ could take no step of another.
  const there = waiting.filter((step) => placesOf(step, stands).includes(place));
  const waits = [...new Set(there.map(({ command }) => command))];
  const roles = given ?? [...new Set(there.flatMap(({ by }) => by))];
  const or = (language: keyof Words) => titles(stands, ways, language);
  return {
    said: { waits, organ: organOf(place), roles },
    en: {
      waits: `What may wait there: ${titles(stands, waits, 'en').join(', ')}.`,
      roles: `${roles.join(', ')}${cleared ? `; cleared for ${cleared}` : ''}`,
      ways: ways.length > 0 ? `; or: ${or('en').join(', ')}` : '',
    },
    zh: {
      waits: `可能等待的有：${titles(stands, waits, 'zh').join('、')}。`,
      roles: `${roles.join('、')}${cleared ? `；有权知悉 ${cleared} 级内容` : ''}`,
      ways: ways.length > 0 ? `；也可以：${or('zh').join('、')}` : '',
    },
  };
}

function titles({ kind }: Standing, commands: readonly string[], language: keyof Words): string[] {
  const { transitions } = WORKFLOWS[kind];
  return commands.map(
    (command) => transitions[command as keyof typeof transitions].title[language], // all of this kind
  );
}

/** Where a step is taken. */
export function placesOf({ at }: Pick<Asked, 'at'>, stands: Standing): readonly string[] {
  const { organPath, receiverPath, deciderPath, superiorPath } = stands;
  switch (at) {
    case 'receiver':
      return receiverPath ? [receiverPath] : [];
    case 'by-rank':
      return [deciderPath ?? organPath];
    case 'common-superior':
      return superiorPath ? [superiorPath] : [];
    default:
      return [organPath];
  }
}
