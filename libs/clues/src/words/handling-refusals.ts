export interface Sentence {
  readonly en: string;
  readonly zh: string;
}

/** Why a step between the allocation of a clue and the decision on its case is refused. */
export const handling = {
  'officer-took-in': {
    en: '{found} took this matter in, or received a report of it: whoever does so does not handle it.',
    zh: '{found} 曾受理本线索或接收相关检举控告，受理人员不得承办。',
  },
  'not-countersigned': {
    en: 'Nobody alone tells {command} as of {day}, {found} days later: beyond {expected} days another person countersigns it first.',
    zh: '{command} 补录为 {day}，已逾 {found} 日：超过 {expected} 日的，须先由他人会签。',
  },
  'subjects-in-case': {
    en: 'Its case decides on those whom it was filed for. Add whom it is about to the case and decide on all of them, or withdraw the case; when it is over, this is corrected.',
    zh: '案件按立案时所列人员审理。请在案内增加应列人员并分别作出决定，或撤销案件；结案后再更正本线索。',
  },
  'decided-above': {
    en: 'Who a subject is, his rank and his managing organ decide whose matter it is: where that is an organ above, it is corrected there.',
    zh: '被反映人及其职级、管理机关决定案件管辖；涉及上级管理权限的，由上级更正。',
  },
  'procedure-not-used': {
    en: '{organ} opens matters under {expected}, found {found}.',
    zh: '{organ} 适用的程序为 {expected}，所填为 {found}。',
  },
  'no-such-rank': {
    en: '{field}: expected a rank that the procedure knows: {expected}, found {found}.',
    zh: '{field}：应为程序所列职级（{expected}），实为 {found}。',
  },
  'deferred-already': {
    en: 'The adjudication of this report was deferred once: accept it, or refuse it.',
    zh: '本报告已暂缓受理一次，应作出受理或不予受理决定。',
  },
  'own-report': {
    en: 'You reported this matter by name: whoever does so has no part in handling it. Where a recusal can be asked for as the clue stands, ask for your own. Nobody else is told this.',
    zh: '您是本线索的实名反映人，不得参与办理；线索处于可申请回避的阶段时，可申请本人回避。本提示仅您本人可见。',
  },
  'actor-recused': {
    en: 'Who was recused from this takes no further part in it.',
    zh: '已回避人员不得再参与办理。',
  },
  'already-allocated': {
    en: '{found} approved on {since} that it goes to {to}: hand it on so, or decide that it is handled here.',
    zh: '{found} 已于 {since} 批准移送 {to}：请照此移送，或者改批由本机关办理。',
  },
  'not-as-approved': {
    en: 'It must be handed on to whom and how the head approved.',
    zh: '移送对象和方式须与批办意见一致。',
  },
  'stays-here': {
    en: 'A clue that the organ handles itself goes to no other: name none, or choose another mode.',
    zh: '自办线索不移送其他机关：请勿填写移送对象，或另选办理方式。',
  },
  'no-common-organ': {
    en: 'No organ is above both {organ} and {found}: a clue goes no further than the tree of its organ.',
    zh: '{organ} 与 {found} 没有共同上级，线索不能移送至其他机关系统。',
  },
  'other-direction': {
    en: 'From {organ} to {to} a clue goes {expected}, found {found}.',
    zh: '由 {organ} 移送 {to} 的方向应为 {expected}，所填为 {found}。',
  },
  'managing-organ-unknown': {
    en: 'The organ that manages each subject must be known first.',
    zh: '须先查明每名被反映人的管理机关。',
  },
  'managed-above': {
    en: 'A subject is managed by {found}, an organ above: send the clue up sealed.',
    zh: '被反映人属上级 {found} 管理，应径送上级。',
  },
  'own-head': {
    en: '{found} is one of those who decide at {organ}: the matter goes up to {expected}, sent sealed or taken up there.',
    zh: '{found} 为 {organ} 负责审批的领导，本线索应由上级（{expected}）办理：请径送上级或报请提级办理。',
  },
  'not-managed-above': {
    en: 'No organ above {organ} manages a subject, and none decides here: what is sent up sealed is destroyed here, so hand it on or transfer it instead; of a report open a clue, and say there who manages its subjects.',
    zh: '没有被反映人属 {organ} 上级管理，也无本机关负责人；径送上级将销毁本级内容，请改为移送或由本级办理；检举控告件应先登记线索并写明被反映人的管理机关。',
  },
  'came-from-above': {
    en: 'An organ above has sent this clue here: refuse or dispute the transfer, or let that organ take it up again.',
    zh: '本线索由上级交办或指定，不得径送上级；应退回、提请决定或由上级提级办理。',
  },
  'person-managed-above': {
    en: 'That person is managed by {found}, an organ above: register a clue about him alone, and send it up sealed.',
    zh: '该人员属上级 {found} 管理，应就其单独登记线索并径送上级。',
  },
  'not-above': {
    en: '{found} is not above {organ}.',
    zh: '{found} 不是 {organ} 的上级。',
  },
  'no-organ-for-rank': {
    en: 'Neither {organ} nor any organ above it is of the tier that the rank of a subject asks for.',
    zh: '{organ} 及其上级均未达到被反映人职级所要求的层级。',
  },
  'no-organ-above': {
    en: 'No organ is above {organ} that could do this.',
    zh: '{organ} 没有可以办理此事的上级机关。',
  },
  'no-organ-above-both': {
    en: 'No organ is above both {organ} and {found} that could determine this: take the clue back, or send it elsewhere.',
    zh: '{organ} 与 {found} 没有可以决定管辖的共同上级：请收回自办或另行移送。',
  },
  'not-below': { en: 'That organ is not below yours.', zh: '该机关不是您所在机关的下级。' },
  disputed: {
    en: 'A dispute about the jurisdiction is open: an organ above both decides first.',
    zh: '管辖争议未决，须由共同上级先行决定。',
  },
  'not-refused': { en: 'No transfer of this clue was refused.', zh: '该线索没有被退回的移送。' },
  'not-disputed': { en: 'Nobody disputes the jurisdiction.', zh: '没有管辖争议。' },
  'not-a-party': { en: 'That organ is no party to the dispute.', zh: '该机关不是争议一方。' },
  'same-clue': { en: 'That is this very clue.', zh: '所填为本线索自身。' },
  'no-such-clue': {
    en: 'There is no such clue, or you may not see it.',
    zh: '没有该线索，或无权查看。',
  },
  'subjects-not-divided': {
    en: 'Every subject, and nobody else, must be in at least one of the parts.',
    zh: '每名被反映人须至少归入拆分后的一条线索，且不得另加他人。',
  },
  'reports-not-divided': {
    en: 'Every report, and no other, must be in at least one of the parts.',
    zh: '每件检举控告件须至少归入拆分后的一条线索，且不得另加他件。',
  },
  'survivor-elsewhere': {
    en: 'The other clue is handled by another organ.',
    zh: '另一线索由其他机关承办。',
  },
  'survivor-ended': {
    en: 'The other clue takes nothing in any more: its disposal was deliberated on or approved, its verification is over, or it is gone. Link it instead.',
    zh: '另一线索已集体研究或批准处置意见、核实终结或者不再办理，不能并入；可作关联。',
  },
  'survivor-under-other-rules': {
    en: 'The other clue goes by another procedure: what is due here would be due nowhere.',
    zh: '另一线索适用其他程序，本线索的期限在该处无从承接，不能并入。',
  },
  'survivor-under-other-version': {
    en: 'The other clue goes by version {found} of the procedure, which differs from version {expected} in what goes along with a clue ({field}).',
    zh: '另一线索适用程序第 {found} 版，与本线索所适用的第 {expected} 版在并案须承接的规则（{field}）上不同，不能并入。',
  },
  'not-given-back-yet': {
    en: 'Clues went into one another; this one goes on, but was not given back yet.',
    zh: '线索相互并入，由本线索继续办理，但尚未退还。',
  },
  'clock-suspended': {
    en: 'A clock stands still: let it run again first.',
    zh: '有期限处于中止，须先恢复计时。',
  },
  'already-proposed': { en: 'A disposal is proposed already.', zh: '处置意见已经提出。' },
  'nothing-proposed': { en: 'No disposal is proposed.', zh: '尚未提出处置意见。' },
  'not-a-subject': { en: 'The clue is not about that person.', zh: '该人员不是被反映人。' },
  'already-replied': {
    en: 'That person has answered every letter that was sent: issue another one first.',
    zh: '该人员对已发函询均已回复；须先另行发函，方可再登记回复。',
  },
  'not-asked-yet': { en: 'There was no talk and no reply yet.', zh: '尚未谈话，也没有函询回复。' },
  'review-not-later': { en: 'The day of the review must lie ahead.', zh: '复查日期须在今后。' },
  'review-after-due': {
    en: 'It must be reviewed by {expected} at the latest.',
    zh: '最迟须于 {expected} 复查。',
  },
  'not-an-officer': { en: 'That person does not handle the clue.', zh: '该人员不是承办人。' },
  'officer-already': { en: '{found} handles it already.', zh: '{found} 已是承办人。' },
  'officer-recused': {
    en: '{found} was recused and is not entrusted with it again.',
    zh: '{found} 已回避，不得再次承办。',
  },
  'recused-already': { en: 'That person was recused already.', zh: '该人员已回避。' },
  'acts-nowhere-here': {
    en: 'That person neither handles the clue nor holds office at its organ or above.',
    zh: '该人员既非承办人，也未在承办机关或其上级机关任职。',
  },
  'deliberates-elsewhere': {
    en: '{found} holds no office at {expected}: those of the organ where the clue is deliberate on it, and those of the organ that decides on it; nobody else, though he be of an organ above.',
    zh: '{found} 未在 {expected} 任职：集体研究由线索所在机关及有权审批的机关人员参加，其他人员即使属上级机关也不参加。',
  },
  'recusal-already-asked': {
    en: 'This recusal was asked for already and is not decided.',
    zh: '回避申请已提出，尚未决定。',
  },
  'recusal-not-asked': { en: 'Nobody asked for this recusal.', zh: '没有待决定的回避申请。' },
  'recusal-undecided': {
    en: 'The recusal of {found} was asked for: decide on it first.',
    zh: '{found} 的回避申请尚未决定，须先作出决定。',
  },
  'notice-standing': {
    en: 'A supervision notice stands: it is answered and lifted first. Found {found}.',
    zh: '督办通知 {found} 尚未解除，须先回复并解除。',
  },
  'no-such-notice': { en: 'There is no such notice on this clue.', zh: '该线索没有此督办通知。' },
  'notice-lifted': { en: 'The notice was lifted already.', zh: '该督办通知已经解除。' },
  'no-such-obligation': {
    en: 'The procedure knows no obligation {found}; it knows {expected}.',
    zh: '所适用的程序没有期限事项 {found}；现有：{expected}。',
  },
  'notice-already-answered': { en: 'The notice is answered already.', zh: '该督办通知已经回复。' },
  'notice-not-answered': {
    en: 'The notice must be answered before it is lifted.',
    zh: '督办通知须先回复，方可解除。',
  },
  'notice-issued-above': {
    en: 'The notice was issued at {expected}: it is lifted there or above, not at {found}.',
    zh: '该督办通知由 {expected} 发出，须由该机关或其上级解除，{found} 不能解除。',
  },
  'closed-above': {
    en: 'What it ended by was decided at {expected}: it is reopened there or above.',
    zh: '本线索由 {expected} 决定了结，须由该机关或其上级重启。',
  },
  'sanction-decided': {
    en: 'A sanction was decided in its case: it ends neither as one without a violation nor as one that cleared somebody, and whom alone it is about is not cleared.',
    zh: '案件已作出处分决定，不得以无违纪违法或者澄清正名办结；仅涉一人的，也不得作出澄清。',
  },
  'no-sanction-decided': {
    en: 'No decision in its case imposed a sanction on anybody.',
    zh: '案件未作出给予处分的决定，不得以给予处分办结。',
  },
  'report-of-this-alone': {
    en: 'Reports by name are part of this clue alone: {found}. Attach each to another clue first, or nobody would tell the reporter what came of it.',
    zh: '实名检举控告件 {found} 仅关联本线索，作废后将无人反馈；须先关联其他线索。',
  },
  'feedback-not-owed': {
    en: 'Nobody waits to be told about this report.',
    zh: '该检举控告件无需反馈。',
  },
  'feedback-owed': {
    en: 'Those who reported by name must be told first.',
    zh: '须先向实名检举控告人反馈。',
  },
  'still-owed': {
    en: 'Something is still to be done, on the clue itself or on a report or case of it: {found}.',
    zh: '本线索或者所涉检举控告件、案件尚有未完成的期限事项：{found}。',
  },
  'adjudicator-recused': {
    en: 'Who was recused from a clue of this case does not adjudicate it.',
    zh: '已从本案所涉线索回避的人员不得参与审理。',
  },
  'adjudicator-investigated': {
    en: 'Who handled the clue of a case, or investigated it, neither adjudicates nor decides it, and who adjudicates it does not investigate.',
    zh: '线索承办人员和调查人员不得参与本案审理和决定，审理人员不得参与本案调查。',
  },
  'no-case-officer': {
    en: '{found} does not hold the office at {organ} in which a clue is handled: {expected}.',
    zh: '{found} 未在 {organ} 担任可承办线索的职务：{expected}。',
  },
  'no-adjudicator': {
    en: '{found} does not hold the office at {organ} in which a case is adjudicated: {expected}.',
    zh: '{found} 未在 {organ} 担任可审理案件的职务：{expected}。',
  },
  'no-further-supplement': {
    en: 'A case is returned for a supplement twice at most.',
    zh: '补充调查以两次为限。',
  },
  'person-already-in-case': { en: 'That person is in the case already.', zh: '该人员已在本案中。' },
  'person-decided-twice': { en: 'A person stands there twice.', zh: '同一人员重复作出决定。' },
  'persons-not-decided': {
    en: 'Something must be decided about everybody in the case, and about nobody else.',
    zh: '须对案内每名人员作出决定，且不得涉及他人。',
  },
  'nothing-to-execute': {
    en: 'Nothing is left to be executed about that person.',
    zh: '该人员没有待执行的决定。',
  },
  'own-number': {
    en: 'That may be the number of another clue in a register of this house.',
    zh: '该编号属于或可能属于本系统编号登记簿中的其他线索。',
  },
  'discovered-after-state': {
    en: 'It was discovered no later than it came into its state.',
    zh: '发现日期不得晚于进入现状态的日期。',
  },
  'due-before-state': {
    en: 'What is owed in a state is due no earlier than the state began.',
    zh: '期限不得早于进入现状态的日期。',
  },
  'known-otherwise': {
    en: '{found} came in before with other content; it is {id}.',
    zh: '{found} 此前已以其他内容接收，编号标识为 {id}。',
  },
  'known-otherwise-unseen': {
    en: '{found} came in before with other content; it is not yours to see.',
    zh: '{found} 此前已以其他内容接收，您无权查看。',
  },
  'no-officers-yet': {
    en: 'Nobody handles what is only registered.',
    zh: '仅登记的线索尚无承办人。',
  },
  'not-in-this-state': {
    en: 'In that state there is none.',
    zh: '该状态下不应填写此项。',
  },
  'extended-too-often': {
    en: 'Under the procedure that due is put off {expected} times at most.',
    zh: '按所适用的程序，该期限最多延期 {expected} 次。',
  },
  'nothing-owed': {
    en: 'In that state nothing is owed under the procedure.',
    zh: '按所适用的程序，该状态下没有应履行的期限事项。',
  },
} as const satisfies Readonly<Record<string, Sentence>>;
