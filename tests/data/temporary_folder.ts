import { encodePng } from "../../lib/images/encode_png.ts";

/** Runs a test in a folder of its own, removed afterwards. */
export async function inTemporaryFolder(
  test: (folder: string) => Promise<void> | void,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Writes a PNG of one grey value, width x height. */
export function writeGrey(path: string, value: number, width = 8, height = 8): void {
  const rgb = new Uint8Array(width * height * 3).fill(value);
  Deno.writeFileSync(path, encodePng({ width, height, rgb }));
}

/** Makes a folder of domains with `count` pictures each: picture i of domain c is 100 c + i. */
export function writeDomains(root: string, names: string[], count: number): void {
  names.forEach((name, c) => {
    Deno.mkdirSync(`${root}/${name}`, { recursive: true });
    for (let i = 0; i < count; i++) writeGrey(`${root}/${name}/${i}.png`, 100 * c + i);
  });
}
