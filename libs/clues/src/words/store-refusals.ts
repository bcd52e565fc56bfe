import type { Sentence } from './handling-refusals.js';

/** What the store of the log refuses, and why. */
export const STORE_REFUSALS: Readonly<Record<string, Sentence>> = {
  'no-backup': {
    en: 'This store has no backup of its own: use the tools of its database.',
    zh: '该存储不提供备份，请使用其数据库自带的工具。',
  },
  'backup-exists': {
    en: 'There is a backup of that name already: nothing was written.',
    zh: '同名备份已存在，未写入。',
  },
  'backup-impossible': {
    en: 'No backup can be written there: {found}.',
    zh: '无法在该处写入备份：{found}。',
  },
  'backup-beside-keys': {
    en: 'A backup of the log must not lie beside keys: expected a place outside {expected}, found {found}.',
    zh: '日志备份不得与密钥同处：应在 {expected} 之外，实为 {found}。',
  },
  'log-stopped': {
    en: 'Not recorded: the server writes nothing more until it is started again; tell whoever runs it.',
    zh: '未记录：服务器已停止写入，须重新启动后方可继续，请告知运行维护人员。',
  },
  'log-damaged': { en: 'The log is damaged; run verify.', zh: '日志已损坏，请运行 verify。' },
  'keys-damaged': {
    en: 'keys.db is damaged: nothing was recorded. The administrator has to stop the server and put the newest copy back.',
    zh: 'keys.db 已损坏，未记录任何内容，须由管理员停止服务器并放回最新的密钥库。',
  },
  'read-models-damaged': {
    en: 'The read models are damaged; the log is not. The administrator has to stop the server, delete read.db and start it again: they are built anew.',
    zh: '读取模型已损坏，日志完好。须由管理员停止服务器、删除 read.db 后重新启动，读取模型将据日志重建。',
  },
  'read-models-full': {
    en: 'The disk of the read models is full; the log is not touched. Once someone has made room they go on by themselves.',
    zh: '读取模型所在磁盘已满，日志不受影响。腾出空间后将自动恢复。',
  },
  'in-use': {
    en: 'Another server has taken the read models of this one, which answers nothing from them. Whoever runs them has to end one of the two, or to give it a place of its own.',
    zh: '本服务器的读取模型已被另一台服务器占用，在此期间不据其作答。须由运行维护人员停止其中一台，或为其另设存放位置。',
  },
  'read-models-rebuilding': {
    en: 'The read models are built anew from the log, as after a crash of their server; {percent} % of it is in them. Until all of it is, nothing is answered from them. Ask again.',
    zh: '读取模型正据日志重建（例如其数据库服务器崩溃之后），已完成 {percent}%。全部完成前不据其作答，请稍后重试。',
  },
  'read-models-unreadable': {
    en: 'The read models cannot be read now: their server is away, or has just come back. Ask again.',
    zh: '目前无法读取读取模型：其数据库服务器不可用，或刚刚恢复。请稍后重试。',
  },
  'log-unreadable': {
    en: 'The log cannot be read now, as where its server is away. This try recorded nothing; whether an earlier one did is told once it is sent again.',
    zh: '目前无法读取日志（例如其服务器不可用）。本次请求未记录任何内容；此前的尝试是否已记录，重新发送后即可得知。',
  },
};
