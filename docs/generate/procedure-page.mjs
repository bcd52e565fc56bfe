/** What a procedure lets whom do, from where to where, within which limit: a page of tables. */
export function procedurePage(procedure, workflows) {
  const { name, version, title, notice, zone, ranks, backdating, fourEyes, obligations } =
    procedure;
  return [
    `# ${title.en} · ${title.zh}`,
    '',
    '<!-- Generated from the transition tables and the procedure by `npm run docs`. Do not edit. -->',
    '',
    `\`${name}\` version ${version}, time zone ${zone}.`,
    '',
    `> ${notice.en}  `,
    `> ${notice.zh}`,
    '',
    ...Object.values(workflows).flatMap((workflow) => kind(workflow, procedure)),
    '## Obligations',
    '',
    table(
      [
        'obligation',
        'starts with',
        'met by',
        'length',
        'extension',
        'owed by',
        'basis',
        'confidence',
      ],
      obligations.map((rule) => [
        `**${rule.code}** ${rule.title.en} · ${rule.title.zh}`,
        rule.starts.map(trigger).join(', '),
        rule.meets.map(trigger).join(', ') + (rule.each ? ` of the same ${rule.each}` : ''),
        length(rule),
        extension(rule.extension),
        rule.owner,
        [rule.basis.source, rule.basis.article && `Art. ${rule.basis.article}`]
          .filter(Boolean)
          .join(', '),
        rule.basis.confidence,
      ]),
    ),
    '',
    ...(ranks ? ranksTable(ranks) : []),
    ...(backdating ? lateEntries(backdating) : []),
    ...(fourEyes.length > 0
      ? [
          '## Four eyes',
          '',
          'No person may give both commands of a pair on the same instance:',
          '',
          ...fourEyes.map(([a, b]) => `- ${a} · ${b}`),
          '',
        ]
      : []),
  ].join('\n');
}

function lateEntries({ days, basis: { confidence } }) {
  return [
    '## Late entries',
    '',
    `What is told more than ${days} days after it happened needs a reason, and another person who has countersigned it (\`countersign\`), and so does a correction that moves a time to another day; within those days a reason alone, where a due passed in between; what opens an instance does not. Basis: ${confidence}.`,
    '',
  ];
}

function ranksTable({ tiers, basis: { source, article, confidence } }) {
  return [
    '## Ranks',
    '',
    'On a subject of this rank an organ of this tier decides, or a higher one; where no rank is known, the responsible one.',
    '',
    table(['rank', 'tier'], Object.entries(tiers)),
    '',
    `Basis: ${source}${article ? `, Art. ${article}` : ''} (${confidence}).`,
    '',
  ];
}

function kind(workflow, procedure) {
  const edges = procedure.workflows[workflow.kind] ?? {};
  if (Object.keys(edges).length === 0) return [];
  return [
    `## ${workflow.title.en} · ${workflow.title.zh}`,
    '',
    ...(workflow.kind === 'clue' ? [`![States](${procedure.name}.svg)`, ''] : []),
    table(
      [
        ...['command', 'title', 'by', 'from', 'to', 'leaves', 'asks also for', 'limit'],
        ...['article', 'confidence'],
      ],
      Object.entries(edges).map(([command, edge]) => {
        const row = workflow.transitions[command];
        return [
          `**${command}**`,
          `${row.title.en} · ${row.title.zh}`,
          edge.by.join(', ') + (PLACES[edge.at] ?? ''),
          edge.from.join(', '),
          target(edge.to),
          row.event,
          [
            ...edge.requires,
            ...(edge.needs ?? []).map((one) => `after ${[one].flat().join(' or ')}`),
            ...(edge.within === undefined ? [] : [`within the time of ${edge.within}`]),
            ...Object.entries(edge.allows).map(
              ([field, values]) => `${field}: ${values.join(' or ')}`,
            ),
          ].join(', ') || '–',
          limits(row.event, procedure.obligations),
          edge.basis.article ?? '–',
          edge.basis.confidence,
        ];
      }),
    ),
    '',
  ];
}

/** The clocks that an event stops, and those that it starts. */
function limits(event, obligations) {
  const by = (triggers) => triggers.some((one) => (one.event ?? one) === event);
  const named = ({ code, length }) => `${code}${length === undefined ? '' : ` ${length}`}`;
  const owed = obligations.filter(({ meets }) => by(meets)).map(named);
  const begun = obligations.filter(({ starts }) => by(starts)).map(named);
  const told = [
    owed.length > 0 ? `within ${owed.join(', ')}` : '',
    begun.length > 0 ? `starts ${begun.join(', ')}` : '',
  ];
  return told.filter(Boolean).join('; ') || '–';
}

const PLACES = {
  receiver: ' (of the receiver)',
  above: ' (of an organ above)',
  'responsible-or-above': ' (there or above)',
  'by-rank': ' (there, or of the nearest organ above that the ranks ask for)',
  'common-superior': ' (of the nearest organ above both)',
};

function trigger(one) {
  if (typeof one === 'string') return one;
  const where = Object.entries(one.where).map(([field, value]) => `${field} = ${value}`);
  return `${one.event} (${where.join(', ')})`;
}

/** Counted from the start, or from what the rule says to wait for. */
function length({ length: told, from }) {
  if (told === undefined) return 'imposed from outside';
  if (!from) return told;
  const { within, events } = from;
  return `${told}, counted from ${events.map(trigger).join(' or ')}; where that is not there ${within} after the start, from then`;
}

function extension(rule) {
  if (!rule) return '–';
  const further = (rule.further ?? []).map(
    ({ length, by, at }) => `then +${length} by ${by.join(', ')}${at === 'above' ? ' above' : ''}`,
  );
  return [`+${rule.length}, at most ${rule.max}, by ${rule.by.join(', ')}`, ...further].join('; ');
}

function target(to) {
  if (to === undefined) return '(stays)';
  return typeof to === 'string'
    ? to
    : Object.entries(to.cases)
        .map(([value, state]) => `${value} → ${state}`)
        .join(', ');
}

export function table(head, rows) {
  const line = (cells) =>
    `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
