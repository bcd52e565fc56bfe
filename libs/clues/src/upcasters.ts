import type { Upcaster } from '@cluetrail/event-sourcing';

/** How events of old shapes are read today: for each type and each `schemaVersion` that is no longer written, one step. */
export const UPCASTERS: readonly Upcaster[] = [];
