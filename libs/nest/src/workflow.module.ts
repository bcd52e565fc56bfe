import { type DynamicModule, Global, Inject, Module, type Type } from '@nestjs/common';
import { Command, CommandHandler, CqrsModule, type ICommandHandler } from '@nestjs/cqrs';
import type { Answer } from './answers.js';
import { CommandEngine } from './command-engine.js';
import type { CommandRequest, Feature } from './feature.js';

/** What the bus carries for every row of every table; each row has a class of its own. */
export abstract class WorkflowCommand extends Command<Answer> {
  constructor(readonly request: CommandRequest) {
    super();
  }
}

type CommandClass = new (request: CommandRequest) => WorkflowCommand;

/** The command class of a row: `POST`, CLI and tests make one and give it to the bus. */
export function commandClassOf(kind: string, command: string): CommandClass | undefined {
  return classes.get(`${kind}.${command}`);
}

const classes = new Map<string, CommandClass>();

/** Registers one handler per row of a feature's table. */
@Module({})
export class WorkflowModule {
  static forFeature(feature: Feature): DynamicModule {
    const { kind, transitions } = feature.workflow;
    const providers = Object.keys(transitions).map((command) =>
      handlerOf(commandFor(kind, command)),
    );
    return { module: class extends WorkflowModule {}, imports: [CqrsModule], providers };
  }
}

/** Makes the engine known to the generated handlers. */
@Global()
@Module({})
export class EngineModule {
  static with(engine: CommandEngine): DynamicModule {
    const provider = { provide: CommandEngine, useValue: engine };
    return { module: EngineModule, providers: [provider], exports: [provider] };
  }
}

function commandFor(kind: string, command: string): CommandClass {
  const name = `${kind}.${command}`;
  const known = classes.get(name);
  if (known) return known;
  const made = { [name]: class extends WorkflowCommand {} }[name];
  classes.set(name, made);
  return made;
}

function handlerOf(command: CommandClass): Type<ICommandHandler<WorkflowCommand>> {
  class RowHandler implements ICommandHandler<WorkflowCommand> {
    constructor(private readonly engine: CommandEngine) {}

    execute({ request }: WorkflowCommand): Promise<Answer> {
      return this.engine.give(request);
    }
  }
  // Generated classes carry no type metadata: the token is named by hand.
  Inject(CommandEngine)(RowHandler, undefined, 0);
  CommandHandler(command)(RowHandler);
  return RowHandler;
}
