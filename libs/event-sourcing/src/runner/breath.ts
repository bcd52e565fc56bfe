/**
 * Lets everything else in the process have its turn: a database that answers at once would otherwise keep a server
 * from its requests for as long as there is something to project.
 */
export function breath(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
