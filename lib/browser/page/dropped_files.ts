/**
 * The files in a drop.
 *
 * @module
 */
/// <reference lib="dom" />

/** What was dropped. */
export interface Dropped {
  /** The files, or those directly in the folder. */
  readonly files: readonly File[];
  /** The folder's name, if one was dropped. */
  readonly folder?: string;
}

/**
 * The files in a drop: as they are, or those directly in a folder.
 *
 * @param transfer of the drop event, which is read at once
 */
export async function droppedFiles(transfer: DataTransfer): Promise<Dropped> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry());
  const folder = entries.find((entry) => entry?.isDirectory) as
    | FileSystemDirectoryEntry
    | undefined;
  if (!folder) return { files: [...transfer.files] };
  const reader = folder.createReader(), files: File[] = [];
  for (;;) {
    // A reader gives some entries at a time, and none at the end.
    const some = await new Promise<FileSystemEntry[]>((done, fail) =>
      reader.readEntries(done, fail)
    );
    if (!some.length) return { files, folder: folder.name };
    for (const entry of some.filter(({ isFile }) => isFile)) {
      files.push(
        await new Promise<File>((done, fail) => (entry as FileSystemFileEntry).file(done, fail)),
      );
    }
  }
}
