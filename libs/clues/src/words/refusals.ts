import { ADMINISTRATION_REFUSALS } from './administration-refusals.js';
import { handling, type Sentence } from './handling-refusals.js';
import { REPORT_REFUSALS } from './report-refusals.js';
import { STORE_REFUSALS } from './store-refusals.js';

export type { Sentence };

/** The sentence of every refusal and problem by its code; `{name}` stands for a detail. Codes are stable. */
export const refusals: Readonly<Record<string, Sentence>> = {
  ...REPORT_REFUSALS,
  ...STORE_REFUSALS,
  ...ADMINISTRATION_REFUSALS,
  // Procedure, office, state, time: what the engine itself refuses.
  'no-such-command': {
    en: 'There is no command called {command}; there are {expected}.',
    zh: '没有名为 {command} 的操作；现有：{expected}。',
  },
  'no-such-procedure': {
    en: 'There is no published procedure called {procedure}.',
    zh: '没有名为 {procedure} 的已发布程序。',
  },
  'not-in-procedure': {
    en: 'The procedure of this instance does not provide for {command}.',
    zh: '该事项适用的程序未规定 {command}。',
  },
  'wrong-role': {
    en: 'This is for another office: {expected}.',
    zh: '该操作须由以下岗位办理：{expected}。',
  },
  'office-sees-not': {
    en: 'Your office {found} could do this, but does not see this matter: only what an office sees may be acted on in it.',
    zh: '您的岗位 {found} 本可办理，但无权查看本事项；任何岗位只能办理其可以查看的事项。',
  },
  'on-leave': {
    en: 'Whoever is on leave gives no command until he is back.',
    zh: '请假期间不得办理，销假后方可办理。',
  },
  'wrong-organ': {
    en: 'This is for someone who holds office at {expected}.',
    zh: '该操作须由 {expected} 的人员办理。',
  },
  'wrong-state': {
    en: 'Not open in state {found}; it is open in {expected}.',
    zh: '当前状态 {found} 不能办理；可办理的状态：{expected}。',
  },
  'not-done-yet': {
    en: 'Something must be done first: {expected}.',
    zh: '须先办理：{expected}。',
  },
  'too-late': {
    en: 'The time for it ended at {expected}.',
    zh: '办理时限已于 {expected} 届满。',
  },
  'correction-not-countersigned': {
    en: 'Nobody alone moves what was told by {found} days, to {day}: another person countersigns {command} for that day first.',
    zh: '将已记载的时间更正至 {day}（相差 {found} 日），须先由他人会签 {command}。',
  },
  'four-eyes': {
    en: 'The same person may not do both steps; someone else must.',
    zh: '同一人不得办理两个环节，须由他人办理。',
  },
  required: { en: 'The procedure asks for {field}.', zh: '程序要求填写 {field}。' },
  'not-allowed': {
    en: 'The procedure does not allow this value of {field}; it allows {expected}.',
    zh: '程序不允许 {field} 取此值；允许：{expected}。',
  },
  'happened-in-future': { en: 'It cannot have happened after now.', zh: '发生时间不得晚于现在。' },
  'happened-after-record': {
    en: 'It was recorded on {expected} and cannot have happened later.',
    zh: '该事项于 {expected} 登记，发生时间不得晚于登记时间。',
  },
  'happened-before-previous': {
    en: 'It cannot have happened before what came before it.',
    zh: '发生时间不得早于上一环节。',
  },
  'above-clearance': {
    en: 'Nobody sets a level that he may not read himself: found {found}.',
    zh: '不得定为超出本人知悉权限的密级：{found}。',
  },
  'key-destroyed': {
    en: 'The key of this stream was destroyed: nothing personal can be read or added any more.',
    zh: '该卷的密钥已销毁，个人信息不能再读取或写入。',
  },
  'key-missing': {
    en: 'The key of this stream is not here: keys.db is older than the log. Nothing was recorded; the administrator has to put the newest one back.',
    zh: '该卷的密钥不在此处：keys.db 早于日志。未记录任何内容，须由管理员放回最新的密钥库。',
  },

  // Clue work.
  'transfer-to-itself': {
    en: 'A clue cannot be transferred to the organ that has it.',
    zh: '不能移送给现承办机关自身。',
  },
  'officer-is-subject': {
    en: 'A person whom the clue is about cannot handle it.',
    zh: '被反映人不得承办该线索。',
  },
  'subject-not-registered': {
    en: 'There is no person with the id in {field}; register the person first.',
    zh: '{field} 所填人员未登记，请先登记人员。',
  },
  'subject-twice': {
    en: 'The person in {field} is named before already.',
    zh: '{field} 所填人员重复。',
  },
  'no-such-organ': { en: 'The organisation has no such organ.', zh: '没有该机关。' },
  'works-elsewhere': {
    en: 'Only people who hold office at the organ that handles the clue can be entrusted with it.',
    zh: '只能交由承办机关的在任人员办理。',
  },
  'not-cleared': {
    en: '{found} may not read what is of level {expected}: name somebody who may.',
    zh: '{found} 无权知悉 {expected} 级内容，须由有权知悉的人员办理。',
  },
  'nobody-cleared': {
    en: 'Nobody of {found} who would sign for it ({roles}) may read what is of level {expected}: name another organ, or have somebody cleared there first.',
    zh: '{found} 可签收的人员（{roles}）均无权知悉 {expected} 级内容，请另选机关，或者先在该机关配备有相应知悉权限的人员。',
  },
  'no-deliberator': {
    en: '{found} is no officer of the clue, and holds no office at {organ}, or at the organ that decides on it, in which he may read it.',
    zh: '{found} 不是本线索的承办人，在 {organ} 及有权审批的机关也未担任可查阅本线索的职务。',
  },
  'panel-too-small': {
    en: 'Fewer than two of the panel are left: return the case, and accept it anew.',
    zh: '审理组成员不足两人，应退回后重新受理。',
  },
  'nobody-to-join': {
    en: 'Fewer than two are left to work on it, and nobody else at {organ} may take a place: have somebody appointed there ({roles}, cleared for {expected}).',
    zh: '可继续办理的人员不足两人，{organ} 无其他人员可以接替，须在该机关另行任命有权知悉 {expected} 级内容的人员（{roles}）。',
  },
  'two-officers-needed': {
    en: 'At least two officers must be assigned first.',
    zh: '须先确定两名以上承办人。',
  },
  'counts-as-one': {
    en: '{found} counts as one with another of them, since one of the two has lent the other an office: without that there are to be {expected} people.',
    zh: '{found} 与其中另一人之间存在职务委托，两人视为一人；除此之外应有 {expected} 人。',
  },
  'not-assigned': {
    en: 'Only an officer assigned to the clue may do this.',
    zh: '只有该线索的承办人可以办理。',
  },
  'already-approved': { en: 'The disposal is approved already.', zh: '处置意见已经批准。' },
  'disposal-not-approved': {
    en: 'A disposal that leads there must be approved first.',
    zh: '须先批准相应的处置意见。',
  },
  'approver-in-team': {
    en: 'The approver and the team must be different persons.',
    zh: '批准人不得为核查组成员。',
  },
  'not-in-team': { en: 'Only a member of the team may do this.', zh: '只有核查组成员可以办理。' },
  'officer-outside-team': {
    en: 'The officers of a step must be members of the team.',
    zh: '参与步骤的人员须为核查组成员。',
  },
  'not-signed-by-all': {
    en: 'Every member of the team must have signed this very report.',
    zh: '核查组全体成员须签署同一份报告。',
  },
  'already-concluded': { en: 'The verification is concluded already.', zh: '初核已有结论。' },
  'closing-not-concluded': {
    en: 'What was verified is closed by the conclusion on its verification: expected the outcome {expected}, found {found}.',
    zh: '已核实的线索须以初核结论了结：应为 {expected}，现为 {found}。',
  },
  'filing-not-approved': {
    en: 'The verification must be concluded with filing first.',
    zh: '须先有立案的初核结论。',
  },
  'another-case': { en: 'The clue belongs to another case.', zh: '该线索属于另一案件。' },
  'obligation-not-open': { en: 'This clock is not running.', zh: '该期限未在计时。' },
  'extension-already-asked': {
    en: 'An extension was asked for already and is not answered.',
    zh: '延期申请已提出，尚未答复。',
  },
  'suspension-too-late': {
    en: 'It was due by {expected}: what is overdue at {found} is owed, and its clock is not suspended.',
    zh: '该期限已于 {expected} 届满，{found} 时已逾期，不得中止计时，仍须办理。',
  },
  'extension-too-late': {
    en: 'The clock has run out: an extension must be asked for before the due date.',
    zh: '期限已过，延期须在到期前申请。',
  },
  'no-further-extension': {
    en: 'What is owed here was put off as often as it may be; extensions of an earlier clock of the same kind count.',
    zh: '该事项已达到可延期次数，此前同类期限的延期一并计算。',
  },
  'extension-not-asked': {
    en: 'No extension of the clock that runs was asked for.',
    zh: '正在计时的期限没有待答复的延期申请。',
  },
  'approver-level': {
    en: 'This extension must be granted by a higher office.',
    zh: '该延期须由更高层级批准。',
  },
  'already-suspended': { en: 'The clock stands still already.', zh: '该期限已经中止。' },
  'not-suspendable': {
    en: 'The procedure does not let this clock be suspended.',
    zh: '程序不允许中止该期限。',
  },
  'not-suspended': { en: 'The clock is not suspended.', zh: '该期限未中止。' },
  'no-such-fact': {
    en: 'There is no such event to correct here.',
    zh: '此处没有可更正的该事件。',
  },
  'not-correctable': { en: 'This field cannot be corrected so.', zh: '该字段不能如此更正。' },
  'text-not-correctable': {
    en: 'A sealed text stays as it was written. What it should have said is attached as a file, with the reason (attachFiles).',
    zh: '加密文本保持原样，不予更正；正确内容请以附件形式补充并说明理由（attachFiles）。',
  },
  'old-value-differs': {
    en: 'The old value is not what stands there now.',
    zh: '原值与现有记录不符。',
  },
  'not-a-time': {
    en: 'Expected an RFC 3339 instant with offset, or a date, from 1900 to 9998.',
    zh: '应为 1900 年至 9998 年间带时区的 RFC 3339 时间或日期。',
  },
  ...handling,

  // Requests.
  'invalid-input': { en: 'Some fields are not as they should be.', zh: '部分字段不符合要求。' },
  malformed: { en: 'The request is malformed.', zh: '请求格式有误。' },
  'not-utf8': { en: 'The body is not UTF-8.', zh: '请求体不是 UTF-8 编码。' },
  'not-json': { en: 'The body is not JSON.', zh: '请求体不是 JSON。' },
  'duplicate-key': { en: 'A key stands twice in the body.', zh: '请求体中有重复的键。' },
  'forbidden-key': { en: 'A key of the body is not allowed.', zh: '请求体中有不允许的键。' },
  'too-deep': { en: 'The body is nested too deeply.', zh: '请求体嵌套过深。' },
  'too-many-keys': { en: 'The body has too many keys.', zh: '请求体的键过多。' },
  'number-out-of-range': {
    en: 'A number of the body is out of range.',
    zh: '请求体中有超出范围的数字。',
  },
  'ill-formed-text': { en: 'A text of the body is ill-formed.', zh: '请求体中有不合规的文本。' },
  'too-large': { en: 'The body is too large.', zh: '请求体过大。' },
  'address-too-long': { en: 'The address is too long.', zh: '请求地址过长。' },
  'headers-too-large': { en: 'The headers are too large.', zh: '请求头过大。' },
  'too-slow': { en: 'The request took too long to arrive.', zh: '请求传送超时。' },
  expectation: {
    en: 'No expectation but 100-continue can be met.',
    zh: '仅支持 Expect: 100-continue。',
  },
  closing: {
    en: 'The server is ending; try again in a moment.',
    zh: '服务器正在关闭，请稍后再试。',
  },
  'unsupported-media-type': {
    en: 'The body must be application/json in UTF-8, not compressed (or what the route says).',
    zh: '请求体须为未压缩的 UTF-8 application/json（或该接口规定的类型）。',
  },
  unauthenticated: { en: 'A valid token is needed.', zh: '需要有效的令牌。' },
  'person-needed': {
    en: 'Say who acts: --as PERSON, or the header Cluetrail-As.',
    zh: '请用 --as 或 Cluetrail-As 说明操作人。',
  },
  'wrong-host': {
    en: 'This server does not answer to that host name.',
    zh: '本服务器不接受该主机名。',
  },
  'not-found': { en: 'There is none, or you may not see it.', zh: '不存在，或无权查看。' },
  'method-not-allowed': {
    en: 'Not open to {found}; this address takes {expected}.',
    zh: '该地址不接受 {found}；可用：{expected}。',
  },
  'version-needed': {
    en: 'Send If-Match with the version that you have seen.',
    zh: '请在 If-Match 中给出所见版本。',
  },
  stale: {
    en: 'Someone was faster: you saw version {expected}, it is now {actual}.',
    zh: '他人已先行更新：所见版本 {expected}，现为 {actual}。',
  },
  'key-reused': {
    en: 'This Idempotency-Key was used for another body.',
    zh: '该 Idempotency-Key 已用于另一请求。',
  },
  'unknown-outcome': {
    en: 'It may have been recorded: send it again with the same Idempotency-Key.',
    zh: '结果未知：请用同一 Idempotency-Key 重试。',
  },
  unavailable: {
    en: 'Not recorded: the log takes no more just now.',
    zh: '未记录：日志暂不可写。',
  },
  'store-full': {
    en: 'Not recorded: the disk is full.',
    zh: '未记录：磁盘已满。',
  },
  'not-reached': {
    en: 'The read side has not reached your write yet.',
    zh: '读取端尚未更新到您的写入。',
  },
  'bad-cursor': { en: 'This page cursor is not of this question.', zh: '分页游标与本次查询不符。' },
  'bad-parameter': { en: 'A parameter is not as it should be.', zh: '查询参数不符合要求。' },
  'read-side-dead': {
    en: 'The read side stands still; it tries again by itself.',
    zh: '读取端暂停，将自动重试。',
  },
  internal: { en: 'A mistake of the program; it is in the log.', zh: '程序错误，已记入日志。' },
};
