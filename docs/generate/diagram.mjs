import { createRequire } from 'node:module';

const Elk = createRequire(import.meta.url)('elkjs/lib/elk.bundled.js');

const PHASE_COLOUR = {
  discovered: '#e8f1fb',
  transferred: '#fdf3e0',
  verified: '#e9f6ec',
  investigated: '#f6eaf6',
  settled: '#eeeeee',
};

/** The edges of a procedure between the states of a workflow as an SVG; laid out by ELK, with its own routes. */
export async function diagram(workflow, procedure) {
  const edges = edgesOf(workflow, procedure.workflows[workflow.kind] ?? {});
  const states = [...new Set(edges.flatMap(({ from, to }) => [from, to]))];
  const laidOut = await new Elk().layout({
    id: 'root',
    layoutOptions: {
      'elk.algorithm': 'layered',
      'elk.direction': 'DOWN',
      'elk.spacing.nodeNode': '40',
      'elk.layered.spacing.nodeNodeBetweenLayers': '24',
      'elk.edgeRouting': 'ORTHOGONAL',
      'elk.spacing.edgeLabel': '6',
    },
    children: states.map((id) => ({ id, width: 150, height: 44 })),
    edges: edges.map(({ from, to, label }, index) => ({
      id: `e${index}`,
      sources: [from],
      targets: [to],
      labels: [{ text: label, width: label.length * 6.2 + 6, height: 14 }],
    })),
  });
  return svg(laidOut, workflow);
}

/** Commands between the same two states share an arrow; commands that leave the state as it is are left out. */
function edgesOf(workflow, commands) {
  const joined = new Map();
  for (const [command, edge] of Object.entries(commands))
    for (const from of edge.from)
      for (const to of targets(edge, from)) {
        if (to === from) continue;
        const key = `${from} ${to}`;
        joined.set(key, {
          from,
          to,
          label: [joined.get(key)?.label, command].filter(Boolean).join(' · '),
        });
      }
  return [...joined.values()].filter(({ to }) => to in workflow.states);
}

function targets({ to }, from) {
  if (to === undefined) return [from];
  return typeof to === 'string' ? [to] : [...new Set(Object.values(to.cases))];
}

function svg({ width, height, children, edges }, workflow) {
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-10 -10 ${round(width + 20)} ${round(height + 20)}" width="${round(width + 20)}" font-family="system-ui, sans-serif">`,
    `<title>${workflow.title.en} ${workflow.title.zh}</title>`,
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z" fill="#445"/></marker></defs>',
    `<rect x="-10" y="-10" width="${round(width + 20)}" height="${round(height + 20)}" fill="#fff"/>`,
    ...edges.map(arrow),
    ...children.map((node) => box(node, workflow)),
    '</svg>',
  ];
  return `${parts.join('\n')}\n`;
}

function box({ id, x, y, width, height }, { states }) {
  const state = states[id];
  const [en, zh] = state ? [state.title.en, state.title.zh] : ['', ''];
  if (!state)
    return `<circle cx="${round(x + width / 2)}" cy="${round(y + height / 2)}" r="9" fill="#445"/>`;
  const middle = round(x + width / 2);
  return [
    `<rect x="${round(x)}" y="${round(y)}" width="${width}" height="${height}" rx="8" fill="${PHASE_COLOUR[state.phase]}" stroke="#445" stroke-width="${state.ended ? 2.5 : 1}"/>`,
    `<text x="${middle}" y="${round(y + 19)}" text-anchor="middle" font-size="13" fill="#223">${en}</text>`,
    `<text x="${middle}" y="${round(y + 36)}" text-anchor="middle" font-size="12" fill="#556">${zh}</text>`,
  ].join('\n');
}

function arrow({ sections, labels }) {
  const lines = sections.map(({ startPoint, bendPoints = [], endPoint }) => {
    const points = [startPoint, ...bendPoints, endPoint].map(
      ({ x, y }) => `${round(x)},${round(y)}`,
    );
    return `<polyline points="${points.join(' ')}" fill="none" stroke="#445" marker-end="url(#tip)"/>`;
  });
  const texts = labels.map(
    ({ text, x, y }) =>
      `<text x="${round(x + 3)}" y="${round(y + 11)}" font-size="11" fill="#335">${text}</text>`,
  );
  return [...lines, ...texts].join('\n');
}

function round(value) {
  return Math.round(value * 10) / 10;
}
