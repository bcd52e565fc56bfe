/** A column of a ledger: what it is called there, in either language. */
export interface Column {
  readonly field: string;
  readonly en: string;
  readonly zh: string;
  readonly needed?: true;
}

export const COLUMNS = [
  { field: 'number', en: 'Number', zh: '编号', needed: true },
  { field: 'organ', en: 'Organ', zh: '承办机关', needed: true },
  { field: 'state', en: 'State', zh: '状态', needed: true },
  { field: 'discoveredOn', en: 'Discovered on', zh: '发现日期', needed: true },
  { field: 'since', en: 'In this state since', zh: '现状态起始日期', needed: true },
  { field: 'subjects', en: 'Subjects', zh: '被反映人', needed: true },
  { field: 'managingOrgans', en: 'Managing organs', zh: '管理机关' },
  { field: 'officers', en: 'Officers', zh: '承办人' },
  { field: 'summary', en: 'Summary', zh: '主要问题', needed: true },
  { field: 'source', en: 'Source', zh: '来源' },
  { field: 'level', en: 'Level', zh: '密级' },
  { field: 'way', en: 'Proposed disposal', zh: '拟处置方式' },
  { field: 'outcome', en: 'Outcome of the verification', zh: '初核结果' },
  { field: 'dueOn', en: 'Due on', zh: '期限' },
  { field: 'extensions', en: 'Extensions', zh: '已延期次数' },
  { field: 'note', en: 'Remarks', zh: '备注' },
] as const satisfies readonly Column[];

export type Field = (typeof COLUMNS)[number]['field'];

/** An empty ledger as CSV: its headings, and nothing that could be taken for a row. */
export function ledgerTemplate(): string {
  return `\uFEFF${COLUMNS.map(headingOf).join(',')}\r\n`;
}

export function headingOf({ en, zh }: Column): string {
  return `${en} ${zh}`;
}

/** Undefined where no column is called so. */
export function fieldCalled(heading: string): Field | undefined {
  const found = plain(heading);
  return COLUMNS.find((column) =>
    [column.field, column.en, column.zh, headingOf(column)].some((name) => plain(name) === found),
  )?.field;
}

function plain(heading: string): string {
  return heading.toLowerCase().replaceAll(/\s+/g, '');
}
