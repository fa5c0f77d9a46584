/**
 * Giving the user a file.
 *
 * @module
 */
/// <reference lib="dom" />

/**
 * Saves bytes as the browser saves downloads.
 *
 * @param name of the file
 * @param bytes its content
 */
export function saveFile(name: string, bytes: Uint8Array<ArrayBuffer>): void {
  const address = URL.createObjectURL(new Blob([bytes]));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
