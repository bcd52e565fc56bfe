import type { Sentence } from './handling-refusals.js';

/** What is refused of reports, numbers and files, and of declaring a clue void. */
export const REPORT_REFUSALS: Readonly<Record<string, Sentence>> = {
  'opened-too-late': {
    en: 'Nobody alone tells {command} of what is not known here, {found} days later: beyond {expected} days it is received first, and another person countersigns.',
    zh: '对尚未登记的事项补录 {command}，已逾 {found} 日：超过 {expected} 日的，须先登记接收，再由他人会签。',
  },
  'anonymous-reporter': {
    en: 'An anonymous report names nobody who sent it.',
    zh: '匿名检举控告不得登记反映人身份。',
  },
  'reporter-needed': {
    en: 'A real-name report says who sent it; without a name and a contact that works it is anonymous.',
    zh: '实名检举控告须登记反映人；无真实姓名和有效联系方式的按匿名件办理。',
  },
  'content-not-kept': {
    en: 'What belongs to an organ above is sent up unread: neither text nor persons are kept here.',
    zh: '属上级机关受理的件径送上级，不在本级录入内容和人员。',
  },
  'to-be-sent-up': {
    en: 'It belongs to an organ above, which decides what comes of it: send it up sealed.',
    zh: '该件属上级机关受理，应径送上级，不得在本级决定是否受理或留存。',
  },
  'told-accepted': {
    en: 'The reporter was told that it is accepted: make it part of a clue, or keep it for reference.',
    zh: '已告知反映人予以受理，不得再不予受理；应转为线索或留存备查。',
  },
  'no-such-report': {
    en: 'There is no such report here, or you may not see it.',
    zh: '没有该检举控告件，或无权查看。',
  },
  'report-already-attached': { en: 'This report is attached already.', zh: '该检举控告件已关联。' },
  'text-needed': { en: 'A report has a text.', zh: '检举控告件须有内容。' },
  'person-not-registered': {
    en: 'There is no person with the id in {field}; register the person first.',
    zh: '{field} 所填人员未登记，请先登记人员。',
  },
  'nobody-to-tell': {
    en: 'Nobody gave a name: there is nobody to tell.',
    zh: '匿名件无须告知。',
  },
  'already-answered': {
    en: 'The reporter was told already, or need not be.',
    zh: '已告知反映人或已登记不告知。',
  },
  'owed-to-reporter': {
    en: 'To whoever reported by name is still owed: {found}. Do that first; what is kept for reference may name with repeatOf another report of the same reporter instead, that is neither kept, refused nor sent up.',
    zh: '对实名反映人尚有未办事项：{found}。应先办理；留存备查的也可在 repeatOf 中填写同一反映人仍在办理的检举控告件。',
  },
  'wrong-ground': {
    en: 'An anonymous report is waived as anonymous, a real-name report on another ground.',
    zh: '匿名件以匿名为由不告知，实名件须另有理由。',
  },
  'same-report': { en: 'A report does not repeat itself.', zh: '检举控告件不能与自身重复。' },
  'nothing-above': {
    en: 'Nothing is above {organ}, so that no report belongs there: it is received with its text; one marked so by mistake is declared not accepted and received anew.',
    zh: '{organ} 没有上级机关，检举控告件不存在属上级受理的情形：应录入内容登记；已误登的应不予受理后重新登记。',
  },
  'report-sealed-up': {
    en: 'This report was sent up sealed: it is part of nothing here.',
    zh: '该检举控告件已径送上级，不得在此关联。',
  },
  'report-of-a-clue': {
    en: 'A clue here needs this report: it is not sent up by itself, but goes along when the clue is sent up sealed.',
    zh: '该检举控告件已转为线索，不得单独径送上级，应随线索一并径送。',
  },
  'report-received-elsewhere': {
    en: 'Another organ received a report of this clue: sent up sealed, it would be destroyed there, too. Let an organ above take the clue up.',
    zh: '本线索所涉检举控告件由其他机关接收，径送上级将一并销毁，应由上级提级办理。',
  },
  'others-merged-in': {
    en: 'Clues were merged into this one: {found}. What was registered by mistake is not what was merged into it: it is handled here, or split off.',
    zh: '线索 {found} 已并入本线索；误登记的不包括并入的线索，不得作废，应继续办理或拆分。',
  },
  'part-of-a-split': {
    en: 'This clue is a part of one that was split, and nothing that was registered by mistake: it is handled to its end.',
    zh: '本线索由其他线索拆分而来，并非误登记，不得作废，应继续办理。',
  },
  'report-under-other-rules': {
    en: 'This report was received under {found}, and the clue goes by {expected}: what its reporter is owed would be owed twice, or nowhere. Receive it anew under {expected} and keep this one for reference, or discover a clue under {found}.',
    zh: '该检举控告件适用程序 {found}，而线索适用 {expected}，对反映人的告知和反馈无从衔接；应按 {expected} 重新收件登记并将本件留存备查，或者按 {found} 登记线索。',
  },
  'report-without-content': {
    en: 'This report is marked as belonging to an organ above: nothing of it is here that a clue could take up.',
    zh: '该检举控告件登记为属上级受理，本级没有可转为线索的内容。',
  },
  'no-such-attachment': {
    en: 'There is no uploaded file of this instance with the sha256 in {field}.',
    zh: '本事项没有 {field} 所填 sha256 的已上传文件。',
  },
  'too-many-unnamed': {
    en: 'You have put {expected} files there that no command names; name them before you bring more.',
    zh: '已有 {expected} 个上传文件未被任何操作引用，请先引用后再上传。',
  },
  'too-many-attachments': {
    en: 'It has as many files as it may have: {expected}.',
    zh: '附件数量已达上限：{expected}。',
  },
  'attachment-too-large': {
    en: 'The file is larger than {expected} bytes.',
    zh: '文件超过 {expected} 字节。',
  },
  'attachment-missing': { en: 'The file is not on disk any more.', zh: '附件文件已不存在。' },
  'attachment-damaged': {
    en: 'The file is not what was uploaded: it was altered on disk.',
    zh: '附件文件与上传时不一致，已损坏。',
  },
  'nothing-open': {
    en: 'You may give no command on this now, so none could name a file.',
    zh: '当前无可办理的操作，不能上传附件。',
  },
  'has-number': { en: 'The clue has its number already.', zh: '该线索已有编号。' },
  'received-otherwise': {
    en: 'This report came in on {expected}, not on {found}: give that day, or have the time of its receipt corrected first.',
    zh: '该检举控告件的收件日期为 {expected}，而非 {found}：应填写该日期，或先更正收件时间。',
  },
  'received-later': {
    en: 'It cannot have come in after it was sent up.',
    zh: '收件日期不得晚于径送日期。',
  },
  'review-day-needed': {
    en: 'A held matter needs the day on which it is looked at again.',
    zh: '暂存待查须填写复查日期。',
  },
  'due-needed': {
    en: 'Where it was put off, the due as it holds now is needed.',
    zh: '已延期的，须填写延期后的现行期限。',
  },
  'way-needed': {
    en: 'Where a disposal waits to be approved, the way that was proposed is needed.',
    zh: '待审批处置的，须填写拟处置方式。',
  },
};
