import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { FaceFinder } from "../../../lib/faces/face_finder.ts";
import { cutPortrait } from "../../../lib/faces/cut_portrait.ts";
import { findFaces } from "../../../lib/faces/find_faces.ts";
import { decodeImage } from "../../../lib/images/decode_image.ts";
import { encodePng } from "../../../lib/images/encode_png.ts";
import { install } from "../../../lib/kernels/install.ts";
import { translatePortraits } from "../../../lib/translation/translate_portraits.ts";
import { readMix, translatePictures } from "../../../tasks/shared/translate_pictures.ts";
import { UsageError } from "../../../tasks/shared/usage_error.ts";
import { inTemporaryFolder, writeGrey } from "../../data/temporary_folder.ts";
import { tinyModel } from "../../evaluation/tiny_model.ts";
import { partOf, photograph } from "../../faces/photograph.ts";

await install("wasm", { threads: 1 });
const photo = await photograph();
const two = partOf(photo, 480, 60, 460, 480), one = partOf(photo, 0, 130, 270, 360);
const finder = await FaceFinder.load();
const model = tinyModel(["a", "b"]);

const read = async (path: string) => await decodeImage(await Deno.readFile(path));
const listeners = { onProgress: () => {} };

Deno.test("each face becomes a picture of its own, numbered from the left where there are several", () =>
  inTemporaryFolder(async (folder) => {
    const at = (name: string) => `${folder}/${name}`;
    for (const name of ["in", "a", "b"]) await Deno.mkdir(at(name));
    await Deno.writeFile(at("in/two.png"), encodePng(two));
    await Deno.writeFile(at("in/one.png"), encodePng(one));
    writeGrey(at("in/grey.png"), 90, 200, 200);
    const file = (name: string) => ({
      from: at(`in/${name}`),
      to: [at(`a/${name}`), at(`b/${name}`)],
    });
    const faces: Record<string, number> = {}, before = tf.memory().numTensors;
    const skipped = await translatePictures(
      model,
      ["two.png", "grey.png", "one.png"].map(file),
      { domains: ["a", "b"], strength: 1, portraits: { finder } },
      { ...listeners, onPortraits: (path, { length }) => faces[path] = length },
    );
    assertEquals(tf.memory().numTensors, before, "tensors leak");
    assertEquals(skipped, [{ file: at("in/grey.png"), reason: "No face was found in it" }]);
    assertEquals(faces, { [at("in/two.png")]: 2, [at("in/one.png")]: 1 });
    for (const domain of ["a", "b"]) {
      const names = [...Deno.readDirSync(at(domain))].map(({ name }) => name).sort();
      assertEquals(names, ["one.png", "two-1.png", "two-2.png"]);
    }
    // The library does the same.
    const { portraits } = await translatePortraits(model, finder, two, "b");
    for (const [k, { translated, rgb, face }] of portraits.entries()) {
      const { rgb: written, width } = await read(at(`b/two-${k + 1}.png`));
      assertEquals([width, Array.from(written)], [32, Array.from(translated)]);
      assertEquals(rgb, cutPortrait(two, face.square, 32));
    }
  }));

Deno.test("--paste-back: the whole photograph with new faces, marked as synthetic", () =>
  inTemporaryFolder(async (folder) => {
    await Deno.writeFile(`${folder}/two.png`, encodePng(two));
    const out = `${folder}/out.png`, squares = (await findFaces(finder, two)).map((f) => f.square);
    for (const pasteBack of ["face", "square"] as const) {
      await translatePictures(
        model,
        [{ from: `${folder}/two.png`, to: [out] }],
        { domains: ["b"], strength: 1, portraits: { finder, pasteBack } },
        listeners,
      );
      assertStringIncludes(
        new TextDecoder("latin1").decode(await Deno.readFile(out)),
        "Synthetic:",
      );
      const pasted = await read(out);
      assertEquals([pasted.width, pasted.height], [two.width, two.height]);
      const near = (i: number) =>
        squares.some(({ x, y, side }) =>
          Math.hypot(i % two.width - x, Math.floor(i / two.width) - y) < 0.75 * side
        );
      let changed = 0;
      for (let i = 0; i < two.width * two.height; i++) {
        const same = [0, 1, 2].every((k) => pasted.rgb[3 * i + k] === two.rgb[3 * i + k]);
        if (!same) changed++;
        assert(same || near(i), `${pasteBack}: pixel ${i} is no face's`);
      }
      assert(changed > 5000, `${pasteBack}: only ${changed} pixels have changed`);
      const { photograph } = await translatePortraits(model, finder, two, "b", { pasteBack });
      assertEquals(photograph!.rgb, pasted.rgb);
    }
  }));

Deno.test("a face's picture never takes the place of another picture", () =>
  inTemporaryFolder(async (folder) => {
    await Deno.writeFile(`${folder}/two.png`, encodePng(two));
    const files = [
      { from: `${folder}/two.png`, to: [`${folder}/out.png`] },
      { from: `${folder}/two.png`, to: [`${folder}/out-2.png`] },
    ];
    const skipped = await translatePictures(
      model,
      files.slice(0, 2),
      { domains: ["b"], strength: 1, portraits: { finder } },
      listeners,
    );
    assertEquals(skipped.length, 1);
    assertStringIncludes(skipped[0].reason, "out-2.png, which is another picture: rename");
    assertEquals(
      [...Deno.readDirSync(folder)].map(({ name }) => name).sort(),
      ["out-2-1.png", "out-2-2.png", "two.png"],
    );
  }));

Deno.test("--mix takes the largest face, and says so where there is none", () =>
  inTemporaryFolder(async (folder) => {
    await Deno.writeFile(`${folder}/two.png`, encodePng(two));
    writeGrey(`${folder}/grey.png`, 90, 200, 200);
    const [{ square }] = (await findFaces(finder, two)).sort((a, b) =>
      b.square.side - a.square.side
    );
    assertEquals(await readMix(`${folder}/two.png`, 32, { finder }), cutPortrait(two, square, 32));
    await assertRejects(
      () => readMix(`${folder}/grey.png`, 32, { finder }),
      UsageError,
      "grey.png cannot be used (No face was found in it)",
    );
  }));
