/**
 * A terminal that is closed while a task runs takes stdout and stderr with it.
 *
 * @module
 */
import process from "node:process";

let done = false;

/**
 * From now on a message that cannot be written is dropped. It does not end the task, which has a
 * run to save.
 */
export function outliveTerminal(): void {
  if (done) return;
  done = true;
  for (const name of ["log", "error", "warn"] as const) {
    const write = console[name].bind(console);
    console[name] = (...words: unknown[]) => {
      try {
        write(...words);
      } catch {
        // The terminal is gone, so nobody can read the message.
      }
    };
  }
  // The bars of progress are written through these.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
}
