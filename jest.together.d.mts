/** Paths of a batch's specs below the root, in order. */
export declare function specsOf(batch: string): readonly string[];
