import type { Directory } from './directory.js';
import type { Entry, OrganisationFile } from './organisation-file.js';

/** The organs as they would stand: the file laid over the directory. */
export class MergedTree {
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

  tierOf(id: string): string | undefined {
    return this.entries.get(id)?.fields.tier ?? this.directory.organ(id)?.tier;
  }

  mergedInto(id: string): string | undefined {
    return this.entries.get(id)?.fields.mergedInto ?? this.directory.organ(id)?.mergedInto;
  }

  /** The organ that would handle its matters; ends with the first id that comes a second time. */
  heirOf(id: string): string {
    const seen = [id];
    for (let next = id; ;) {
      const into = this.mergedInto(next);
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

  /** Of the organs of the directory, those right below one, as the file has it; but for those that went into another. */
  rightBelow(id: string): readonly string[] {
    return this.directory
      .organIds()
      .filter((one) => this.mergedInto(one) === undefined && this.chainOf(one)[1] === id);
  }

  /** True where the file changes neither its tier nor what is above it. */
  staysInPlace(id: string): boolean {
    const standing = this.directory.organ(id);
    return standing?.tier === this.tierOf(id) && standing?.parent === this.parentOf(id);
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

  /** In which its days are days. */
  zoneOf(id: string): string {
    return this.inherited(id, 'zone') ?? 'UTC';
  }
}

/** Far more than any tree has: where parents run in a circle, the search ends. */
const MAX_DEPTH = 100;
