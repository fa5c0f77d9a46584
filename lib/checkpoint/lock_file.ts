/**
 * Files that say that somebody is at work, and are true: the system lets go of a lock when its process
 * ends, however it ends. A file that nobody holds is stale, and is taken over.
 *
 * @module
 */

/** A file that this process alone holds; disposing of it removes the file. */
export type LockedFile = Disposable;

/**
 * Locks a file, which is made if need be, unless it is locked already: by another process, or by this
 * one.
 *
 * @param path the file; its folder must be there
 * @param text what it then says, for people and for who finds it locked
 * @returns undefined if it is locked
 */
export function tryLockFile(path: string, text: string): LockedFile | undefined {
  const file = Deno.openSync(path, { read: true, write: true, create: true });
  try {
    // Between the opening and the locking, who held it may have removed the file: the lock of a file
    // that is gone keeps nobody out.
    if (!file.tryLockSync(true) || !isAt(file, path)) {
      file.close();
      return undefined;
    }
    file.truncateSync();
    file.writeSync(new TextEncoder().encode(text + "\n"));
  } catch (error) {
    file.close();
    throw error;
  }
  let held = true;
  return {
    [Symbol.dispose]() {
      if (!held) return;
      held = false;
      // The folder may have been moved away meanwhile.
      if (isAt(file, path)) Deno.removeSync(path);
      file.close();
    },
  };
}

/** Whether a path still leads to an open file. */
function isAt(file: Deno.FsFile, path: string): boolean {
  try {
    return Deno.statSync(path).ino === file.statSync().ino;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
