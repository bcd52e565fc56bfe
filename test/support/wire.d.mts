export interface Stop {
  /** Resolves once the word has come. */
  readonly reached: Promise<void>;
  /** Lets what was held go on. */
  release(): void;
}

export class Wire {
  constructor(target: number);
  /** Where it leads; new connections go there. */
  target: number;
  /** Nothing that the server says arrives any more. */
  silent: boolean;
  /** Nothing arrives any more, either way, not even a farewell. */
  dead: boolean;
  /** Every piece is this late, both ways. */
  delayMs: number;
  readonly port: number;
  readonly connections: number;
  start(): Promise<this>;
  at(word: string, act: 'hold' | 'cut' | 'lose'): Stop;
  cut(): void;
  down(): Promise<void>;
  up(): Promise<void>;
  stop(): Promise<void>;
}
