import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import type { RgbImage } from "../../lib/images/crop.ts";
import { decodeImage } from "../../lib/images/decode_image.ts";
import { encodePng } from "../../lib/images/encode_png.ts";
import { shrinkPicture } from "../../lib/images/shrink_picture.ts";
import { install } from "../../lib/kernels/install.ts";
import { inTemporaryFolder } from "../data/temporary_folder.ts";
import { partOf, photograph } from "../faces/photograph.ts";
import { runTask } from "./task_process.ts";

await install("wasm", { threads: 1 }); // the photograph comes with networks
const photo = await photograph();

async function write(path: string, image: RgbImage): Promise<void> {
  await Deno.mkdir(path.replace(/\/[^/]*$/, ""), { recursive: true });
  await Deno.writeFile(path, encodePng(image));
}

/** Two people, one person, nobody, a person far away, and a file that is no picture. */
async function writePhotos(folder: string): Promise<void> {
  await write(`${folder}/a/two.png`, partOf(photo, 480, 60, 460, 480));
  await write(`${folder}/a/one.png`, partOf(photo, 0, 130, 270, 360));
  const rgb = Uint8Array.from({ length: 200 * 150 * 3 }, (_, i) => (i * 7919) % 251);
  await write(`${folder}/b/nobody.png`, { width: 200, height: 150, rgb });
  await write(`${folder}/b/far.png`, shrinkPicture(partOf(photo, 480, 60, 460, 480), 4));
  await Deno.writeTextFile(`${folder}/b/notes.txt`, "two.png is of May");
}

const filesIn = (folder: string): string[] =>
  [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) =>
    isDirectory ? filesIn(`${folder}/${name}`).map((inner) => `${name}/${inner}`) : [name]
  ).sort();

Deno.test("a folder of photographs becomes one of aligned faces, and goes on where it was", () =>
  inTemporaryFolder(async (folder) => {
    await writePhotos(`${folder}/photos`);
    const align = (...args: string[]) =>
      runTask("align", ["--in", "photos", "--out", "faces", ...args], folder);
    const begun = await align();
    assertEquals(begun.code, 0, begun.stdout + begun.stderr);
    const faces = ["a/one.png", "a/two-1.png", "a/two-2.png"];
    assertEquals(filesIn(`${folder}/faces`), faces);
    const { width, height } = await decodeImage(Deno.readFileSync(`${folder}/faces/${faces[0]}`));
    assertEquals([width, height], [64, 64]);
    assertStringIncludes(begun.stdout, "3 faces of 5 photographs: faces\n");
    assertStringIncludes(begun.stdout, "Left out, too small: 2\n  b/far.png\n  b/far.png\n");
    assertStringIncludes(begun.stdout, "Left out, no face: 1\n  b/nobody.png\n");
    assertMatch(begun.stdout, /Left out, Not a PNG.*: 1\n {2}b\/notes\.txt\n/);

    // A photograph that is new, one that is gone, one that has changed, a list that ends in the middle.
    await write(`${folder}/photos/b/more.png`, partOf(photo, 0, 130, 270, 360));
    await write(`${folder}/photos/a/two.png`, partOf(photo, 480, 60, 250, 360));
    await Deno.writeTextFile(`${folder}/faces.jsonl`, '{"photo":"b/x', { append: true });
    const times = new Date(1e12);
    await Deno.utime(`${folder}/faces/a/one.png`, times, times);
    const again = await align();
    assertEquals(again.code, 0, again.stdout + again.stderr);
    assertEquals(filesIn(`${folder}/faces`), ["a/one.png", "a/two.png", "b/more.png"]);
    assertEquals(Deno.statSync(`${folder}/faces/a/one.png`).mtime, times, "it was made anew");
    const lines = Deno.readTextFileSync(`${folder}/faces.jsonl`).trim().split("\n");
    for (const line of lines) JSON.parse(line);

    const other = await align("--size", "32");
    assertEquals(other.code, 2);
    assertStringIncludes(other.stderr, "were made with --size 64, not --size 32");
    const kept = await runTask(
      "align",
      ["--in", "photos/b", "--out", "kept", "--keep", "small", "--size", "64"],
      folder,
    );
    assertEquals(kept.code, 0, kept.stdout + kept.stderr);
    assertEquals(filesIn(`${folder}/kept`), ["far-1.png", "far-2.png", "more.png"]);
  }));

Deno.test("translate --align: a photograph to faces and back; what shows no face is named", () =>
  inTemporaryFolder(async (folder) => {
    await writePhotos(`${folder}/photos`);
    const translate = (...args: string[]) =>
      runTask("translate", ["--align", "--to", "woman", ...args], folder);
    const faces = await translate("--in", "photos/a/two.png", "--out", "she.png");
    assertEquals(faces.code, 0, faces.stdout + faces.stderr);
    assertStringIncludes(faces.stdout, "Translated 2 faces of 1 picture to woman: she.png");
    const back = await translate("--paste-back", "--in", "photos/b", "--out", "back");
    assertEquals(back.code, 0, back.stdout + back.stderr);
    assertStringIncludes(back.stdout, "photos/b/far.png: face 2 from the left is too small, 4");
    assertStringIncludes(back.stderr, "photos/b/nobody.png: No face was found in it");
    assertEquals(filesIn(folder).filter((name) => !/^(photos|runs)/.test(name)), [
      "back/far.png",
      "she-1.png",
      "she-2.png",
    ]);
    const nobody = await translate("--in", "photos/b/nobody.png", "--out", "x.png");
    assertEquals(nobody.code, 2);
    assertStringIncludes(nobody.stderr, "nobody.png has no usable picture that shows a face");
  }));

Deno.test("no input, and nothing that is there already, is written over", () =>
  inTemporaryFolder(async (folder) => {
    await write(`${folder}/photos/one.png`, partOf(photo, 0, 130, 270, 360));
    await Deno.mkdir(`${folder}/mine`);
    await Deno.writeTextFile(`${folder}/mine/one.png`, "my own");
    const run = (...args: string[]) => runTask("align", args, folder);
    const within = await run("--in", "photos", "--out", "photos/faces");
    assertEquals(within.code, 2);
    assertStringIncludes(within.stderr, "photos/faces lies in photos");
    const there = await run("--in", "photos", "--out", "mine");
    assertEquals(there.code, 2, there.stdout + there.stderr);
    assertStringIncludes(there.stdout, "mine/one.png is there already");
    assertEquals(Deno.readTextFileSync(`${folder}/mine/one.png`), "my own");
    const wrong = await run("--in", "photos", "--out", "x", "--keep", "ugly");
    assertStringIncludes(wrong.stderr, '--keep must be of small, cut-off, blurred, got "ugly"');
    const missing = await run("--in", "nowhere", "--out", "x");
    assertStringIncludes(missing.stderr, "--in nowhere cannot be read");
    assert(![within, there, wrong, missing].some(({ code }) => code === 0));
  }));
