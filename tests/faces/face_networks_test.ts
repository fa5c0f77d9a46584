import { assert, assertAlmostEquals, assertEquals, assertLess, assertRejects } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { decodeImage } from "../../lib/images/decode_image.ts";
import { install } from "../../lib/kernels/install.ts";
import { FaceFinder } from "../../lib/faces/face_finder.ts";
import { FaceReader, identityDistance } from "../../lib/faces/face_reader.ts";
import { squareOfFace } from "../../lib/faces/face_square.ts";
import { applyDescriptor } from "../../lib/faces/descriptor.ts";
import { detectFaces } from "../../lib/faces/detector.ts";
import { loadFaceWeights } from "../../lib/faces/weights.ts";
import { cropFace } from "../../lib/faces/warp.ts";
import { inTemporaryFolder } from "../data/temporary_folder.ts";
import { ffmpeg, makePerson } from "../video/made_video.ts";

await install("wasm", { threads: 1 });

/** The two people of the photograph, one picture each. */
async function portraits(folder: string) {
  return await Promise.all((["left", "right"] as const).map(async (person) => {
    await makePerson(`${folder}/${person}.png`, person);
    return await decodeImage(await Deno.readFile(`${folder}/${person}.png`));
  }));
}

const noise = Uint8Array.from({ length: 128 * 96 * 3 }, (_, i) => (i * 7919) % 251);

Deno.test("no face is found where there is none, and nothing leaks", async () => {
  const weights = await loadFaceWeights("detector"), before = tf.memory().numTensors;
  assertEquals(await detectFaces(weights, { width: 128, height: 96, rgb: noise }), []);
  assertEquals(tf.memory().numTensors, before);
  const image = { width: 128, height: 96, rgb: noise };
  await assertRejects(() => detectFaces(weights, image, { inputSize: 100 }), RangeError, "of 32");
  tf.dispose(weights as tf.NamedTensorMap);
});

Deno.test("faces of another size are refused", async () => {
  const weights = await loadFaceWeights("descriptor"), x = tf.zeros<tf.Rank.R4>([1, 64, 64, 3]);
  await assertRejects(
    async () => await applyDescriptor(weights, x).data(),
    TypeError,
    "must have shape [B, 150, 150, 3], got [1,64,64,3]",
  );
  tf.dispose([x, weights as tf.NamedTensorMap]);
});

Deno.test("gender is read only where it was asked for, near a box as near landmarks; nothing leaks", async () => {
  const before = tf.memory().numTensors;
  const image = { width: 96, height: 96, rgb: noise.subarray(0, 96 * 96 * 3) };
  const crops = [{ image, near: { x: 20, y: 20, width: 56, height: 56, score: 1 } }];
  {
    using reader = await FaceReader.load({ gender: true });
    const [{ male, landmarks }] = await reader.read(crops);
    assert(male! >= 0 && male! <= 1, `${male}`);
    assertEquals((await reader.read(crops))[0].male, male);
    const [near] = await reader.read([{ image, near: landmarks }]);
    assert(near.male! >= 0 && near.male! <= 1);
    using plain = await FaceReader.load();
    assertEquals((await plain.read(crops))[0].male, undefined);
    assertEquals("male" in (await plain.read(crops))[0], false);
  }
  assertEquals(tf.memory().numTensors, before);
  using finder = await FaceFinder.load();
  assertEquals(await finder.detectClose({ ...image, rgb: image.rgb.map(() => 90) }), undefined);
  await assertRejects(
    () => finder.detectClose({ width: 128, height: 96, rgb: noise }),
    TypeError,
    "must be square, got 128x96",
  );
});

Deno.test({
  name: "one face is found in a portrait, and its landmarks are in their places",
  ignore: !ffmpeg,
  fn: () =>
    inTemporaryFolder(async (folder) => {
      using finder = await FaceFinder.load();
      const before = tf.memory().numTensors;
      for (const image of await portraits(folder)) {
        const boxes = await finder.detect(image);
        assertEquals(boxes.length, 1);
        const { landmarks } = await finder.locate(image, boxes[0]);
        const square = squareOfFace(landmarks)!;
        assertAlmostEquals(square.angle, 0, 0.35);
        // Once more from its own landmarks, as tracking does: they must stay where they are.
        const again = await finder.locate(image, landmarks);
        const moved = landmarks.map((value, i) => Math.abs(value - again.landmarks[i]));
        assertLess(moved.reduce((a, b) => a + b) / moved.length, 0.03 * square.side);
      }
      assertEquals(tf.memory().numTensors, before, "tensors leak");
    }),
});

Deno.test({
  name: "descriptors at 64 x 64 tell two people apart, and one from herself they do not",
  ignore: !ffmpeg,
  fn: () =>
    inTemporaryFolder(async (folder) => {
      using finder = await FaceFinder.load(), reader = await FaceReader.load();
      const crops = [];
      for (const image of await portraits(folder)) {
        const [box] = await finder.detect(image);
        const { landmarks } = await finder.locate(image, box), square = squareOfFace(landmarks)!;
        for (const side of [square.side, 1.08 * square.side]) {
          const rgb = cropFace(image, { ...square, side }, 64);
          const near = landmarks.map((value, i) =>
            (value - (i & 1 ? square.y : square.x)) * 64 / side + 32
          );
          const crop = { width: 64, height: 64, rgb };
          crops.push({ image: crop, near });
          // The detector finds the face that fills the crop, about where its landmarks are.
          const found = await finder.detectClose(crop);
          const middle = near.reduce((sum, v, i) => i & 1 ? sum : sum + v, 0) / 68;
          assertAlmostEquals(found!.x + found!.width / 2, middle, 8);
        }
      }
      const before = tf.memory().numTensors;
      const [a, a2, b, b2] = await reader.read(crops);
      assertEquals(tf.memory().numTensors, before, "tensors leak");
      const same = [identityDistance(a.descriptor, a2.descriptor)];
      same.push(identityDistance(b.descriptor, b2.descriptor));
      const other = identityDistance(a.descriptor, b.descriptor);
      assert(Math.max(...same) < 0.45, `one person: ${same}`);
      assert(other > 0.5 && other < 1.3, `two people: ${other}`);
      for (const { happy, sight } of [a, b]) {
        assert(happy >= 0 && happy <= 1 && Math.abs(sight) <= 0.5, `${happy} ${sight}`);
      }
    }),
});
