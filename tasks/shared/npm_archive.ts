/**
 * Archives of npm packages, known by their hash.
 *
 * @module
 */
import { FailedRun } from "./usage_error.ts";

/** A package as it was when it was looked at. */
export interface PinnedPackage {
  /** NAME@VERSION. */
  readonly name: string;
  /** `sha512-` and the base64 of its archive's SHA-512, as the registry calls it. */
  readonly integrity: string;
}

/**
 * Fetches the archive of a package through the npm client, and checks it before anything is made of
 * it.
 *
 * @param pinned the package and its hash
 * @param folder gets the archive
 * @returns the archive's path
 * @throws FailedRun if npm is missing or fails, or the archive is another one
 */
export async function fetchArchive(pinned: PinnedPackage, folder: string): Promise<string> {
  const { name } = pinned;
  const packed = await outputOf("npm", ["pack", name, "--json", "--pack-destination", folder]);
  const archive = `${folder}/${JSON.parse(packed)[0].filename.replace(/^.*\//, "")}`;
  await checkArchive(pinned, await Deno.readFile(archive));
  return archive;
}

/**
 * Holds an archive against the hash that is known.
 *
 * @throws FailedRun if it is another one
 */
export async function checkArchive(
  { name, integrity }: PinnedPackage,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<void> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-512", bytes));
  if (`sha512-${digest.toBase64()}` === integrity) return;
  throw new FailedRun(
    `${name} did not arrive as it was when its SHA-512 was noted, and nothing of it was used: run ` +
      "this task again, and if that does not help, report it",
  );
}

/**
 * Unpacks some files of an archive into a folder.
 *
 * @param names paths within the archive
 */
export async function unpack(
  archive: string,
  folder: string,
  names: readonly string[],
): Promise<void> {
  await outputOf("tar", ["-xzf", archive, "-C", folder, ...names]);
}

/** What a program prints; FailedRun with its last lines if it fails. */
async function outputOf(program: string, args: readonly string[]): Promise<string> {
  let output: Deno.CommandOutput;
  try {
    output = await new Deno.Command(program, { args: [...args] }).output();
  } catch (cause) {
    const remedy = program === "npm" ? "install it (it comes with Node.js)" : "install it";
    throw new FailedRun(`${program} does not start: ${remedy}`, { cause });
  }
  const { success, stdout, stderr } = output;
  if (success) return new TextDecoder().decode(stdout);
  const said = new TextDecoder().decode(stderr).trim().split("\n").slice(-3).join(" ");
  throw new FailedRun(`${program} ${args.slice(0, 2).join(" ")} failed: ${said}`);
}
