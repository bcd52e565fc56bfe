import type { Data } from '@cluetrail/event-sourcing';
import type { Directory } from './directory.js';
import type { Organ } from './folds.js';
import type { Entry, OrganisationFile } from './organisation-file.js';
import { type Objection, planEach } from './plan-check.js';
import type { Planned, PlanOptions, PlanPart } from './plan.js';

/**
 * Parents before children. Region and zone that are left out come from the organ as it stands, or
 * from above.
 */
export function planOrgans(file: OrganisationFile, { directory, fileName }: PlanOptions): PlanPart {
  const tree = new MergedTree(file, directory);
  return planEach([...file.organs].sort(tree.byDepth), {
    fileName,
    key: (entry) => `organ ${entry.fields.id}`,
    plan: (entry) => planOrgan(entry, tree),
  });
}

function planOrgan(entry: Entry, tree: MergedTree): Planned | Objection {
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
  return compared(id, wanted(entry, tree), tree.directory.organ(id));
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
  };
}

function compared(id: string, organ: Data, standing: Organ | undefined): Planned {
  const stream = `organ-${id}`;
  if (!standing)
    return {
      change: 'added',
      event: { stream, type: 'OrganEstablished', data: organ, personal: [] },
    };
  const before = new Map<string, unknown>(Object.entries(standing));
  before.set('name', { en: standing.name.en, zh: standing.name.zh });
  const changed = Object.entries(organ).filter(
    ([field, value]) => JSON.stringify(value) !== JSON.stringify(before.get(field)),
  );
  if (changed.length === 0) return { change: 'unchanged' };
  const data = Object.fromEntries(changed);
  return { change: 'changed', event: { stream, type: 'OrganChanged', data, personal: [] } };
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

  /** From the organ upwards; ends with the first id that comes a second time. */
  chainOf(id: string): readonly string[] {
    const chain = [id];
    for (let next = this.parentOf(id); next !== undefined; next = this.parentOf(next)) {
      chain.push(next);
      if (chain.indexOf(next) < chain.length - 1) break;
    }
    return chain;
  }

  inherited(id: string, field: 'region' | 'zone'): string | undefined {
    for (const above of this.chainOf(id)) {
      const value = this.entries.get(above)?.fields[field] ?? this.directory.organ(above)?.[field];
      if (value !== undefined) return value;
    }
    return undefined;
  }
}
