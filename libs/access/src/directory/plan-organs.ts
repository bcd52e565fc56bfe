import { type Data, happenedAtOf, localDate } from '@cluetrail/event-sourcing';
import type { Directory } from './directory.js';
import type { Organ } from './folds.js';
import type { Entry, OrganisationFile } from './organisation-file.js';
import { type Objection, planEach } from './plan-check.js';
import type { Planned, PlannedEvent, PlanOptions, PlanPart } from './plan.js';

/**
 * Parents before children. Region and zone that are left out come from the organ as it stands, or
 * from above.
 */
export function planOrgans(file: OrganisationFile, options: PlanOptions): PlanPart {
  const { directory, fileName } = options;
  const tree = new MergedTree(file, directory);
  return planEach([...file.organs].sort(tree.byDepth), {
    fileName,
    key: (entry) => `organ ${entry.fields.id}`,
    plan: (entry) => planOrgan(entry, tree, options),
  });
}

function planOrgan(entry: Entry, tree: MergedTree, options: PlanOptions): Planned | Objection {
  const id = entry.fields.id ?? '';
  const parent = tree.parentOf(id);
  if (parent !== undefined && !tree.has(parent))
    return {
      field: 'parent',
      expected: 'an organ of this file or of the directory',
      found: parent,
    };
  const chain = tree.chainOf(id);
  if (chain.at(-1) === id && chain.length > 1)
    return {
      field: 'parent',
      expected: 'a tree of organs',
      found: `a circle ${chain.join(' < ')}`,
    };
  const missing = (['region', 'zone'] as const).find(
    (field) => tree.inherited(id, field) === undefined,
  );
  if (missing && !tree.isFlawed(chain))
    return { field: missing, expected: `a ${missing} here or at an organ above`, found: 'none' };
  const standing = tree.directory.organ(id);
  const organ = compared(id, wanted(entry, tree), standing);
  const into = merger(entry, tree, standing);
  if (into && 'field' in into) return into;
  return into || organ.change !== 'unchanged'
    ? effective(entry, { organ, into, tree }, options)
    : organ;
}

/** The organ that this one goes into, as an event; none where it went there already. */
function merger(
  { fields: { id = '', mergedInto: into } }: Entry,
  tree: MergedTree,
  standing: Organ | undefined,
): PlannedEvent | Objection | undefined {
  if (into === undefined || into === standing?.mergedInto) return undefined;
  const field = 'mergedInto';
  if (standing?.mergedInto !== undefined)
    return { field, expected: `${standing.mergedInto}, into which it went`, found: into };
  if (!tree.has(into))
    return { field, expected: 'an organ of this file or of the directory', found: into };
  if (tree.heirOf(into) === id || tree.isBelow(into, id))
    return { field, expected: 'an organ that is not below it', found: into };
  return { stream: `organ-${id}`, type: 'OrganMerged', data: { into }, personal: [] };
}

/** On the day that `since` says: lists and rights know no day but today, so it cannot be one to come. */
function effective(
  entry: Entry,
  { organ, into, tree }: { organ: Planned; into: PlannedEvent | undefined; tree: MergedTree },
  { today, directory }: PlanOptions,
): Planned | Objection {
  const { id = '', since } = entry.fields;
  const zone = tree.inherited(id, 'zone') ?? 'UTC';
  const last = directory.organChangedAt(id);
  const first = last && localDate(last, zone);
  if (since !== undefined && since > today)
    return { field: 'since', expected: `a day no later than ${today}`, found: since };
  if (since !== undefined && first !== undefined && since < first)
    return { field: 'since', expected: `a day from ${first} on, its last change`, found: since };
  const happenedAt = since === undefined ? {} : { happenedAt: happenedAtOf(since, zone) };
  const events = [...(organ.change === 'unchanged' ? [] : organ.events), ...(into ? [into] : [])];
  return {
    change: organ.change === 'added' ? 'added' : 'changed',
    events: events.map((event) => ({ ...event, ...happenedAt })),
  };
}

/** Fields in one fixed order, so that equal organs compare equal. */
function wanted(entry: Entry, tree: MergedTree): Data {
  const { id = '', tier = '', ...fields } = entry.fields;
  const parent = tree.parentOf(id);
  return {
    ...(parent !== undefined && { parent }),
    name: { en: fields['name.en'] ?? '', zh: fields['name.zh'] ?? '' },
    tier,
    region: tree.inherited(id, 'region') ?? '',
    zone: tree.inherited(id, 'zone') ?? '',
    ...(fields.procedures !== undefined && { procedures: fields.procedures.split(' ') }),
  };
}

function compared(id: string, organ: Data, standing: Organ | undefined): Planned {
  const stream = `organ-${id}`;
  if (!standing)
    return {
      change: 'added',
      events: [{ stream, type: 'OrganEstablished', data: organ, personal: [] }],
    };
  const before = new Map<string, unknown>(Object.entries(standing));
  before.set('name', { en: standing.name.en, zh: standing.name.zh });
  const changed = Object.entries(organ).filter(
    ([field, value]) => JSON.stringify(value) !== JSON.stringify(before.get(field)),
  );
  if (changed.length === 0) return { change: 'unchanged' };
  const data = Object.fromEntries(changed);
  return { change: 'changed', events: [{ stream, type: 'OrganChanged', data, personal: [] }] };
}

/** The organs as they would stand: the file laid over the directory. */
class MergedTree {
  private readonly entries: ReadonlyMap<string, Entry>;

  constructor(
    private readonly file: OrganisationFile,
    readonly directory: Directory,
  ) {
    // Of duplicates the first counts.
    this.entries = new Map(file.organs.toReversed().map((entry) => [entry.fields.id ?? '', entry]));
  }

  readonly byDepth = (a: Entry, b: Entry): number =>
    this.chainOf(a.fields.id ?? '').length - this.chainOf(b.fields.id ?? '').length;

  has(id: string): boolean {
    return (
      this.file.flawed.has(id) || this.entries.has(id) || this.directory.organ(id) !== undefined
    );
  }

  /** One of them stands in the file with an error of its own. */
  isFlawed(chain: readonly string[]): boolean {
    return chain.some((id) => this.file.flawed.has(id));
  }

  parentOf(id: string): string | undefined {
    return this.entries.get(id)?.fields.parent ?? this.directory.organ(id)?.parent;
  }

  /** The organ that would handle its matters; ends with the first id that comes a second time. */
  heirOf(id: string): string {
    const seen = [id];
    for (let next = id; ;) {
      const into =
        this.entries.get(next)?.fields.mergedInto ?? this.directory.organ(next)?.mergedInto;
      if (into === undefined || seen.includes(into)) return into ?? next;
      seen.push((next = into));
    }
  }

  /** From the organ upwards; ends with the first id that comes a second time. */
  chainOf(id: string): readonly string[] {
    const chain = [id];
    for (
      let at = this.parentOf(id);
      at !== undefined;
      at = this.parentOf(chain[chain.length - 1])
    ) {
      // An organ below one that was merged lies below its heir.
      const next = this.heirOf(at);
      chain.push(next);
      if (chain.indexOf(next) < chain.length - 1) break;
    }
    return chain;
  }

  /** As the parents stand, whatever goes into what. */
  isBelow(id: string, above: string, depth = 0): boolean {
    const parent = this.parentOf(id);
    if (id === above) return true;
    return parent !== undefined && depth < MAX_DEPTH && this.isBelow(parent, above, depth + 1);
  }

  inherited(id: string, field: 'region' | 'zone'): string | undefined {
    for (const above of this.chainOf(id)) {
      const value = this.entries.get(above)?.fields[field] ?? this.directory.organ(above)?.[field];
      if (value !== undefined) return value;
    }
    return undefined;
  }
}

/** Far more than any tree has: where parents run in a circle, the search ends. */
const MAX_DEPTH = 100;
