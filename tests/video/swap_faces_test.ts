import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { install } from "../../lib/kernels/install.ts";
import { createConfig } from "../../lib/presets.ts";
import { Random } from "../../lib/random.ts";
import { createModel } from "../../lib/networks/model.ts";
import type { RgbImage } from "../../lib/images/crop.ts";
import { type Landmarks, squareOfFace } from "../../lib/faces/face_square.ts";
import type { FaceBox } from "../../lib/faces/detector.ts";
import { besideEachOther, swapFaces } from "../../lib/video/swap_faces.ts";
import type { FrameState } from "../../lib/video/track_faces.ts";
import type { TrackedImage } from "../../lib/video/track_video.ts";
import { makeFace } from "../faces/made_face.ts";

await install("wasm", { threads: 1 });
const model = createModel(createConfig("tiny", { gf: 4, df: 4, ef: 4 }), ["ann", "bob"]);

// Untrained networks answer everything alike; larger weights make each input count.
for (const network of [model.average.weights, model.encoder.weights]) {
  for (const variable of Object.values(network)) {
    if (variable.rank > 1) variable.assign(tf.tidy(() => variable.mul(8)));
  }
}

const width = 200, height = 160;

/** Frames of noise with a face at a known place. */
async function* frames(states: readonly FrameState[]): AsyncGenerator<TrackedImage> {
  const random = new Random(1);
  const rgb = Uint8Array.from({ length: width * height * 3 }, () => random.integer(256));
  const landmarks = makeFace(), square = squareOfFace(landmarks)!;
  for (const [frame, state] of states.entries()) {
    const face = state === "no face" ? undefined : { landmarks, square, sharpness: 1 };
    yield await Promise.resolve({
      tracked: { frame, state, face },
      image: { width, height, rgb: rgb.slice() },
    });
  }
}

Deno.test("faces change, the rest of the frame does not; other frames pass through", async () => {
  const states: FrameState[] = ["ok", "no face", "ok", "cut off", "blurred"];
  const before = tf.memory().numTensors;
  const results = await Array.fromAsync(swapFaces(model, frames(states), { to: "bob", batch: 2 }));
  assertEquals(tf.memory().numTensors, before, "tensors leak");
  assertEquals(results.map(({ frame }) => frame), [0, 1, 2, 3, 4]);
  assertEquals(results.map(({ swapped }) => swapped), [true, false, true, false, true]);
  assertEquals(results.map(({ state }) => state), states);
  for (const { swapped, image, original } of results) {
    assertEquals(image.rgb.some((byte, i) => byte !== original.rgb[i]), swapped);
    const corner = (width - 1) * 3;
    assertEquals(image.rgb.subarray(corner, corner + 3), original.rgb.subarray(corner, corner + 3));
  }
});

Deno.test("the same frame gives the same result, in whatever batch it comes", async () => {
  const all = (batch: number) =>
    Array.fromAsync(swapFaces(model, frames(["ok", "ok", "ok"]), { to: "ann", batch }));
  const [one, three] = [await all(1), await all(3)];
  one.forEach(({ image }, i) =>
    image.rgb.forEach((byte, k) => assertAlmostEquals(byte, three[i].image.rgb[k], 1.01))
  );
});

Deno.test("what is carried from frame to frame ends at a gap, and does not depend on batches", async () => {
  async function* pictures() {
    for await (const found of frames(["ok", "no face", "ok", "ok"])) {
      if (found.tracked.frame === 3) found.image.rgb.reverse();
      yield found;
    }
  }
  const all = (batch: number, smooth: number) =>
    Array.fromAsync(swapFaces(model, pictures(), { to: "bob", batch, smooth }));
  const alone = await all(4, 0);
  for (const batch of [1, 3, 4]) {
    const held = await all(batch, 0.95);
    const differs = (frame: number) =>
      Math.max(
        ...held[frame].image.rgb.map((byte, i) => Math.abs(byte - alone[frame].image.rgb[i])),
      );
    assert(differs(2) <= 1, `after a gap, batches of ${batch}: ${differs(2)}`);
    assert(differs(3) > 1, `with a frame before, batches of ${batch}`);
  }
});

Deno.test("z that is kept holds the result back where the input jumps", async () => {
  const jump = async (smooth: number) => {
    async function* twoPictures() {
      for await (const found of frames(["ok", "ok"])) {
        if (found.tracked.frame === 1) found.image.rgb.reverse();
        yield found;
      }
    }
    const [a, b] = await Array.fromAsync(swapFaces(model, twoPictures(), { to: "bob", smooth }));
    let sum = 0;
    for (let y = 90; y < 110; y++) {
      for (let i = (y * width + 90) * 3; i < (y * width + 110) * 3; i++) {
        sum += Math.abs(a.image.rgb[i] - b.image.rgb[i]);
      }
    }
    return sum;
  };
  const [free, held] = [await jump(0), await jump(0.95)];
  assert(held < 0.7 * free, `${held} is not far below ${free}`);
});

/**
 * Finds faces that are narrower than the old ones.
 *
 * @param shares of the old face's width, face by face
 * @param looked gets where it looked
 */
function narrowFaces(shares: readonly number[], looked: Landmarks[] = []) {
  const middle = (points: Landmarks) => {
    const x = points.filter((_, i) => i % 2 === 0);
    return (Math.min(...x) + Math.max(...x)) / 2;
  };
  let face = 0;
  return {
    locate: (_: RgbImage, near: FaceBox | Landmarks) => {
      const old = near as Landmarks, share = shares[Math.min(face++, shares.length - 1)];
      looked.push(old);
      const landmarks = old.map((v, i) => i % 2 ? v : middle(old) + share * (v - middle(old)));
      return Promise.resolve({ landmarks, view: new Uint8Array() });
    },
  };
}

Deno.test("after a gap or a cut z, colours and outline start anew", async () => {
  const random = new Random(2);
  const shot = (state: FrameState, brightest: number, eyes = 40): TrackedImage => {
    const landmarks = makeFace({ eyes }), square = squareOfFace(landmarks)!;
    const rgb = Uint8Array.from({ length: width * height * 3 }, () => random.integer(brightest));
    return {
      tracked: { frame: 0, state, face: { landmarks, square, sharpness: 1 } },
      image: { width, height, rgb },
    };
  };
  const first = shot("ok", 80), second = shot("ok", 256), closer = shot("ok", 256, 60);
  async function* inTurn(found: readonly TrackedImage[]) {
    for (const [frame, { tracked, image }] of found.entries()) {
      yield await Promise.resolve({ tracked: { ...tracked, frame }, image });
    }
  }
  const kinds = {
    z: { smooth: 0.9, widths: [1, 1] },
    colours: { smooth: 0, widths: [1, 1] },
    outline: { smooth: 0, widths: [1, 0.3] },
  };
  /** How far the last frame is from what it is alone. */
  const carried = async (
    found: readonly TrackedImage[],
    { smooth, widths }: typeof kinds["z"],
    batch: number,
  ) => {
    const swapped = async (found: readonly TrackedImage[], shares: readonly number[]) => {
      const options = { to: "bob", smooth, batch, finder: narrowFaces(shares) };
      return (await Array.fromAsync(swapFaces(model, inTurn(found), options))).at(-1)!.image.rgb;
    };
    const alone = await swapped(found.slice(-1), widths.slice(-1));
    const last = await swapped(found, widths);
    return Math.max(...last.map((byte, i) => Math.abs(byte - alone[i])));
  };
  for (const [name, kind] of Object.entries(kinds)) {
    for (const batch of [1, 3]) {
      const [follows, gap, cut] = [
        await carried([first, second], kind, batch),
        await carried([first, shot("cut off", 80), second], kind, batch),
        await carried([first, closer], kind, batch),
      ];
      assert(follows > 1, `${name}, batches of ${batch}: nothing is carried on`);
      assert(gap <= 1, `${name}, batches of ${batch}: ${gap} over a gap`);
      assert(cut <= 1, `${name}, batches of ${batch}: ${cut} over a cut`);
    }
  }
});

Deno.test("a new face that is narrower leaves the old one beside it, and follows it slowly", async () => {
  const looked: Landmarks[] = [];
  const narrow = (...shares: number[]) => narrowFaces(shares, looked);
  const changed = async (finder?: ReturnType<typeof narrow>, states: FrameState[] = ["ok"]) => {
    const results = await Array.fromAsync(swapFaces(model, frames(states), { to: "bob", finder }));
    const { image, original } = results.at(-1)!;
    let count = 0;
    for (let i = 0; i < image.rgb.length; i += 3) {
      count += [0, 1, 2].some((k) => image.rgb[i + k] !== original.rgb[i + k]) ? 1 : 0;
    }
    return count;
  };
  const whole = await changed(), half = await changed(narrow(0.5));
  assert(half > 0.3 * whole && half < 0.7 * whole, `${half} of ${whole} pixels changed`);
  assertEquals(await changed(narrow(1)), whole);
  assertEquals(await changed(narrow(2)), whole); // never wider than the old face
  assert(looked.every((points) => Math.max(...points) < model.config.size * 1.2));

  const second = await changed(narrow(1, 0.5), ["ok", "ok"]);
  assert(second > 1.1 * half && second < whole, `${second} pixels, ${half} and ${whole} at rest`);
});

Deno.test("an unknown person and a bad share are refused", async () => {
  const swap = (options: { to: string; smooth?: number }) => () =>
    Array.fromAsync(swapFaces(model, frames(["ok"]), options));
  await assertRejects(swap({ to: "eve" }), RangeError, 'Unknown domain "eve"');
  await assertRejects(swap({ to: "bob", smooth: 1 }), RangeError, "smooth must be");
});

Deno.test("pictures beside each other", () => {
  const left = { width: 1, height: 2, rgb: Uint8Array.of(1, 1, 1, 2, 2, 2) };
  const right = { width: 1, height: 2, rgb: Uint8Array.of(3, 3, 3, 4, 4, 4) };
  const { rgb, ...size } = besideEachOther(left, right);
  assertEquals(size, { width: 2, height: 2 });
  assertEquals(Array.from(rgb), [1, 1, 1, 3, 3, 3, 2, 2, 2, 4, 4, 4]);
  assert(rgb !== left.rgb);
});
