import { assertEquals } from "@std/assert";
import { DecodePool } from "../../lib/data/decode_pool.ts";
import { readContent } from "../../lib/data/file_content.ts";
import { inTemporaryFolder, writeGrey } from "./temporary_folder.ts";

Deno.test("pictures come in the order of their paths, with reasons where there is none", () =>
  inTemporaryFolder(async (folder) => {
    const paths = Array.from({ length: 40 }, (_, i) => `${folder}/${i}.png`);
    paths.forEach((path, i) => {
      if (i !== 7) writeGrey(path, i, i % 5 ? 8 : 400, 8); // some take longer than others
    });
    using pool = new DecodePool(3);
    const files = await Array.fromAsync(pool.decode([...paths, folder], { size: 4 }));
    const pictures = files.map(({ picture }) => picture);
    for (const [i, { stamp }] of files.entries()) {
      assertEquals(stamp, (await readContent(paths[i] ?? folder)).stamp);
    }
    assertEquals(pictures[7], "There is no such file");
    assertEquals(pictures[40], "Not a file");
    pictures.slice(0, 40).forEach((picture, i) => {
      if (i !== 7) assertEquals(picture, new Uint8Array(48).fill(i));
    });
    assertEquals((await Array.fromAsync(pool.decode(paths.slice(1, 2), { size: 4 }))).length, 1);
  }));

Deno.test("where threads cannot start, pictures are decoded on the caller's, and the reason is told", () =>
  inTemporaryFolder(async (folder) => {
    const paths = Array.from({ length: 5 }, (_, i) => `${folder}/${i}.png`);
    paths.slice(1).forEach((path, i) => writeGrey(path, i + 1, 8, 8));
    let started = 0;
    const start = () => started++ ? Promise.reject(new Error("no more")) : Promise.resolve(worker);
    const worker = { terminate: () => ended = true } as unknown as Worker;
    let ended = false;
    const pool = new DecodePool(2, start);
    const pictures = (await Array.fromAsync(pool.decode(paths, { size: 4 }))).map(({ picture }) =>
      picture
    );
    assertEquals(pictures[0], "There is no such file");
    pictures.slice(1).forEach((p, i) => assertEquals(p, new Uint8Array(48).fill(i + 1)));
    assertEquals([await pool.alone, ended], ["no more", true]);
    pool[Symbol.dispose]();
  }));
