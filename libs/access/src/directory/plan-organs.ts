import { type Data, happenedAtOf, localDate } from '@cluetrail/event-sourcing';
import { isOfTier, TIERS } from './events.js';
import type { Organ } from './folds.js';
import type { Entry, OrganisationFile } from './organisation-file.js';
import { MergedTree } from './merged-tree.js';
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
  const upsideDown = aboveItsOwn(entry, tree) ?? belowItsOwn(entry, tree);
  if (upsideDown) return upsideDown;
  const missing = (['region', 'zone'] as const).find(
    (field) => tree.inherited(id, field) === undefined,
  );
  if (missing && !tree.isFlawed(chain))
    return { field: missing, expected: `a ${missing} here or at an organ above`, found: 'none' };
  const unpublished = notPublished(entry, options);
  if (unpublished) return unpublished;
  const standing = tree.directory.organ(id);
  const elsewhere = standing && movedDays(standing, wanted(entry, tree));
  if (elsewhere) return elsewhere;
  const organ = compared(id, wanted(entry, tree), standing);
  const into = merger(entry, tree, standing);
  if (into && 'field' in into) return into;
  return into || organ.change !== 'unchanged'
    ? effective(entry, { organ, into, tree }, options)
    : organ;
}

/** It would decide on people on whom the organ above may not. What stands so already is not asked again. */
function aboveItsOwn({ fields }: Entry, tree: MergedTree): Objection | undefined {
  const { id = '', tier = '' } = fields;
  const [, above] = tree.chainOf(id);
  if (above === undefined || tree.staysInPlace(id)) return undefined;
  const highest = TIERS.find((one) => one === tree.tierOf(above));
  if (highest === undefined || isOfTier(highest, tier)) return undefined;
  return { field: 'tier', expected: `${highest}, as ${above} above it, or lower`, found: tier };
}

/** The same of those below it that stay as they are: of the others their own entries say so. */
function belowItsOwn({ fields }: Entry, tree: MergedTree): Objection | undefined {
  const { id = '', tier = '' } = fields;
  const own = TIERS.find((one) => one === tier);
  if (tree.directory.organ(id)?.tier === tier) return undefined;
  const below = tree
    .rightBelow(id)
    .find((one) => tree.staysInPlace(one) && !isOfTier(own, tree.tierOf(one) ?? ''));
  if (below === undefined) return undefined;
  return {
    field: 'tier',
    expected: `${tree.tierOf(below)}, as ${below} below it, or higher`,
    found: tier,
  };
}

/** By region and zone its days are counted, those that are past too: a change would move every due that there was. */
function movedDays(standing: Organ, wanted: Data): Objection | undefined {
  const field = (['region', 'zone'] as const).find((one) => wanted[one] !== standing[one]);
  if (field === undefined) return undefined;
  const way = 'establish another organ and merge this one into it';
  const expected = `${standing[field]}, as ${standing.id} stands (${way})`;
  return { field, expected, found: String(wanted[field]) };
}

/** By a procedure that nobody knows no matter of the organ would ever be opened. */
function notPublished(
  { fields: { id, procedures = '' } }: Entry,
  { procedures: published }: Pick<PlanOptions, 'procedures'>,
): Objection | undefined {
  const unknown = procedures.split(' ').filter((one) => one !== '' && !published.includes(one));
  if (unknown.length === 0) return undefined;
  const expected = `for organ ${id} published procedures alone: ${published.join(', ')}`;
  return { field: 'procedures', expected, found: unknown.join(', ') };
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
  if (into === id) return { field, expected: 'another organ than itself', found: into };
  // Of two that go into each other none would handle the matters of either.
  const further = tree.mergedInto(into);
  if (further !== undefined)
    return {
      field,
      expected: 'an organ that goes into no other',
      found: `${into}, which goes into ${further}`,
    };
  if (tree.isBelow(into, id))
    return { field, expected: 'an organ that is not below it', found: into };
  const above = aboveOfIts(id, into, tree);
  if (above) return { field, ...above };
  return { stream: `organ-${id}`, type: 'OrganMerged', data: { into }, personal: [] };
}

/** Those below it that stay as they are would decide on people on whom the one above them may not. */
function aboveOfIts(id: string, into: string, tree: MergedTree) {
  const tier = TIERS.find((one) => one === tree.tierOf(into));
  const below = tree
    .rightBelow(into)
    .filter((one) => tree.directory.ancestors(one)[0] === id && tree.staysInPlace(one))
    .find((one) => !isOfTier(tier, tree.tierOf(one) ?? ''));
  if (below === undefined) return undefined;
  const expected = `an organ of ${tree.tierOf(below)}, as ${below} below ${id}, or higher`;
  return { expected, found: `${into} of ${tier}` };
}

/** On the day that `since` says: lists and rights know no day but today, so it cannot be one to come. */
function effective(
  entry: Entry,
  { organ, into, tree }: { organ: Planned; into: PlannedEvent | undefined; tree: MergedTree },
  { now, directory }: PlanOptions,
): Planned | Objection {
  const { id = '', since } = entry.fields;
  const zone = tree.zoneOf(id);
  const today = localDate(now, zone);
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
