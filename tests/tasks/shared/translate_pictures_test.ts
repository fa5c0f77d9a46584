import { assertEquals, assertRejects } from "@std/assert";
import { install } from "../../../lib/kernels/install.ts";
import { createConfig } from "../../../lib/presets.ts";
import { createModel, disposeModel } from "../../../lib/networks/model.ts";
import { readMix, translatePictures } from "../../../tasks/shared/translate_pictures.ts";
import { UsageError } from "../../../tasks/shared/usage_error.ts";
import { inTemporaryFolder, writeGrey } from "../../data/temporary_folder.ts";

/** Paths of files that are no pictures, and why. */
async function makeBad(folder: string): Promise<[path: string, reason: string][]> {
  await Deno.mkdir(`${folder}/sub.png`);
  await Deno.writeTextFile(`${folder}/words.png`, "words");
  await Deno.writeTextFile(`${folder}/long.png`, "");
  await Deno.truncate(`${folder}/long.png`, 2 ** 30); // sparse: takes no room
  return [
    [`${folder}/none.png`, "There is no such file"],
    [`${folder}/sub.png`, "Not a file"],
    [`${folder}/words.png`, "Not a PNG, JPEG, GIF, WebP, AVIF, HEIC, BMP or TIFF file"],
    [`${folder}/long.png`, "The file is longer than 512 MiB"],
  ];
}

Deno.test("a file that is no picture is skipped with its reason, a long one unread", () =>
  inTemporaryFolder(async (folder) => {
    const bad = await makeBad(folder), good = `${folder}/good.png`, to = [`${folder}/out.png`];
    writeGrey(good, 90);
    await install("cpu");
    const model = createModel(createConfig("tiny", { gf: 2, df: 2, ef: 2 }), ["a", "b"]);
    const files = [...bad.map(([from]) => from), good].map((from) => ({ from, to }));
    const request = { domains: ["b"], strength: 1 };
    const done: number[] = [];
    const skipped = await translatePictures(model, files, request, {
      onProgress: (count) => done.push(count),
    });
    assertEquals(skipped, bad.map(([file, reason]) => ({ file, reason })));
    assertEquals(done, [5]);
    assertEquals((await Deno.stat(to[0])).isFile, true);
    const long = [`${folder}/${"n".repeat(300)}.png`];
    const [{ file, reason }, ...others] = await translatePictures(
      model,
      [{ from: good, to: long }, { from: good, to: [`${folder}/next.png`] }],
      request,
      { onProgress: () => {} },
    );
    assertEquals([file, reason, others], [
      good,
      "Its name is too long for the folder of --out: rename it",
      [],
    ]);
    assertEquals((await Deno.stat(`${folder}/next.png`)).isFile, true);
    disposeModel(model);
  }));

Deno.test("--mix of what is no picture is refused with the reason", () =>
  inTemporaryFolder(async (folder) => {
    for (const [path, reason] of await makeBad(folder)) {
      const { message } = await assertRejects(() => readMix(path, 8), UsageError);
      assertEquals(
        message,
        `--mix ${path} cannot be used (${reason}): give PNG, JPEG, GIF, WebP, AVIF, HEIC, BMP or TIFF`,
      );
    }
    writeGrey(`${folder}/good.png`, 90);
    assertEquals(await readMix(`${folder}/good.png`, 4), new Uint8Array(48).fill(90));
  }));
