/**
 * Every file below a folder.
 *
 * @param folder its URL, with a slash at the end
 * @returns paths from there, with `/`
 */
export async function walk(folder: URL): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (!isDirectory) found.push(name);
    else found.push(...(await walk(new URL(`${name}/`, folder))).map((path) => `${name}/${path}`));
  }
  return found.sort();
}
