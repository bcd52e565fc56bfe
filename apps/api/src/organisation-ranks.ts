import { idOf } from '@cluetrail/event-sourcing';
import { isOfTier, type PlannedEvent, TIERS } from '@cluetrail/access';
import type { Installation } from './installation.js';
import { Problem } from './problem.js';

/**
 * An open matter on which some organ decides by rank keeps one that does. Throws a Problem 409 `ranks-undecided` that says how
 * many would not, and of which tier that organ has to be.
 */
export async function checkRanks(
  installation: Installation,
  events: readonly PlannedEvent[],
): Promise<void> {
  if (!events.some(movesTiers)) return;
  const [now, then] = [treeOf(installation, []), treeOf(installation, events)];
  const left = (await ranked(installation)).filter(
    ({ organ, tiers }) => isDecided(now, { organ, tiers }) && !isDecided(then, { organ, tiers }),
  );
  if (left.length === 0) return;
  const found = left.reduce((sum, { matters }) => sum + matters, 0);
  const needed = left.flatMap(({ tiers }) => tiers);
  const expected = TIERS.find((tier) => needed.includes(tier)) ?? '';
  throw new Problem(409, 'ranks-undecided', { details: { found, organ: left[0].organ, expected } });
}

function movesTiers({ type, data }: PlannedEvent): boolean {
  return (
    type === 'OrganMerged' || (type === 'OrganChanged' && ('tier' in data || 'parent' in data))
  );
}

/** Open clues by the organ that handles them and the tiers that their ranks ask for. */
async function ranked({ database, references, runner }: Installation) {
  // What was just discovered belongs to it.
  await runner.catchUp();
  const rows = await database.query
    .selectFrom('clues')
    .select(['organ', 'procedure', 'procedureVersion', 'ranks'])
    .select(({ fn }) => fn.countAll().as('matters'))
    .where('open', '=', 1)
    .where('ranks', '<>', '')
    .groupBy(['organ', 'procedure', 'procedureVersion', 'ranks'])
    .orderBy('organ')
    .execute();
  return rows.map(({ organ, procedure, procedureVersion, ranks, matters }) => {
    const tierOf = references.procedure(procedure, procedureVersion)?.ranks?.tiers ?? {};
    const tiers = ranks.split('|').flatMap((rank) => tierOf[rank] ?? []);
    return { organ, tiers, matters: Number(matters) };
  });
}

interface Placed {
  readonly parent?: string;
  readonly tier?: (typeof TIERS)[number];
  readonly into?: string;
}
type Tree = ReadonlyMap<string, Placed>;

/** The organs as they stand, and as these events leave them. */
function treeOf({ references }: Installation, events: readonly PlannedEvent[]): Tree {
  const { directory } = references;
  const tree = new Map<string, Placed>();
  for (const id of directory.organIds()) {
    const { parent, tier, mergedInto: into } = directory.organ(id) ?? {};
    tree.set(id, { parent, tier, into });
  }
  for (const { stream, data } of events.filter(({ type }) => type.startsWith('Organ'))) {
    const id = idOf(stream);
    tree.set(id, { ...tree.get(id), ...(data as Placed) }); // planned of an organ
  }
  return tree;
}

function isDecided(
  tree: Tree,
  { organ, tiers }: { readonly organ: string; readonly tiers: readonly string[] },
): boolean {
  for (let at: string | undefined = organ; at !== undefined;) {
    const { into, parent, tier }: Placed = tree.get(at) ?? {};
    if (into === undefined && tiers.every((one) => isOfTier(tier, one))) return true;
    at = into ?? parent;
  }
  return false;
}
