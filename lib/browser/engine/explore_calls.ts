/**
 * The engine's calls about z and c.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { readFirstImages } from "../../data/batches.ts";
import { sameNames } from "../../data/check_image_set.ts";
import type { ImageSet } from "../../data/image_set.ts";
import type { Model } from "../../networks/model.ts";
import { Random } from "../../random.ts";
import { oneHot, sampleLatent } from "../../training/latent.ts";
import { interpolateLatent } from "../../translation/interpolate.ts";
import {
  type PrincipalDirections,
  principalDirections,
} from "../../translation/principal_directions.ts";
import { encode, generate } from "../../translation/translate.ts";
import { encodeImages } from "../../translation/translate_images.ts";
import { openFaces } from "../open_faces.ts";
import { type EngineState, modelOf, reader } from "./engine_state.ts";
import type { Answer, Argument, LatentSource, ModelChoice } from "./messages.ts";
import { pixelsOf } from "./pixels.ts";
import { pictureTensor } from "./translate_calls.ts";

/** Pictures of each domain that directions are measured on. */
const MEASURED = 128;
/** Images in a batch. */
const BATCH = 32;

/** Finds the leading directions of z. */
export async function findDirections(
  state: EngineState,
  { model: choice, count }: Argument<"findDirections">,
): Promise<Answer<"findDirections">> {
  const model = modelOf(state, choice);
  const { images, of } = await knownImages(state, model, choice);
  const latents = await encodeImages(model, images, BATCH);
  const found = principalDirections(latents, model.config.z);
  state.directions.set(model, found);
  return { deviations: found.deviations.slice(0, count), of };
}

/** Pictures of a model's domains: what it is trained on, drawn faces, or its own. */
async function knownImages(
  state: EngineState,
  model: Model,
  choice: ModelChoice,
): Promise<{ images: Float32Array; of: string }> {
  const { config, domains } = model, data = state.run?.data;
  if (data && data.train.size === config.size && sameNames(data.train.domains, domains)) {
    return { images: firstImages(data.train), of: "the pictures that are trained on" };
  }
  if (choice === "opened" && state.opened?.file.shipped?.startsWith("faces")) {
    const { size } = config;
    using faces = await openFaces(
      { size, seed: 1, train: MEASURED, heldOut: 2 },
      { onProgress: (done, total) => state.tell({ kind: "progress", of: "faces", done, total }) },
    );
    return { images: firstImages(faces.train), of: "drawn faces" };
  }
  return { images: await generatedImages(state, model), of: "pictures that G draws" };
}

const firstImages = (images: ImageSet) =>
  joined(images.domains.map((_, c) => readFirstImages(images, c, MEASURED)));

async function generatedImages(state: EngineState, model: Model): Promise<Float32Array> {
  const { config, domains } = model, random = new Random(1), read = reader(state);
  const parts: Float32Array[] = [];
  for (let done = 0; done < MEASURED; done += BATCH) {
    for (const domain of domains) {
      const images = tf.tidy(() => generate(model, sampleLatent(config, random, BATCH), domain));
      parts.push(await read(images));
      images.dispose();
    }
  }
  return joined(parts);
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Draws a z in a mixture of domains and in each of them. */
export async function explore(
  state: EngineState,
  { model: choice, from, moves, mix }: Argument<"explore">,
): Promise<Answer<"explore">> {
  const model = modelOf(state, choice), count = model.domains.length;
  const sum = mix.reduce((a, b) => a + b, 0);
  if (mix.length !== count || !(sum > 0)) {
    throw new RangeError(`The mixture must have a share above 0 of ${count} domains`);
  }
  const images = tf.tidy(() => {
    const z = moved(latentOf(state, model, from), moves, state.directions.get(model));
    const each = oneHot(Array.from({ length: count }, (_, c) => c), count);
    const c = tf.concat([tf.tensor2d([mix.map((share) => share / sum)]), each]) as tf.Tensor2D;
    return generate(model, z.tile([count + 1, 1]), c);
  });
  const [mixed, ...each] = await pixelsOf(images, reader(state));
  return { mixed, each };
}

/** [1, z] */
function latentOf(state: EngineState, model: Model, from: LatentSource): tf.Tensor2D {
  const { size } = model.config;
  switch (from.kind) {
    case "random":
      return sampleLatent(model.config, new Random(from.seed).fork("explore"), 1);
    case "picture":
      return encode(model, pictureTensor(state, from.slot, size));
    case "between": {
      const [a, b] = (["a", "b"] as const).map((slot) =>
        encode(model, pictureTensor(state, slot, size))
      );
      return interpolateLatent(a, b, from.share);
    }
  }
}

/** z + sum of moves[k] * deviation[k] * direction[k]. */
function moved(
  z: tf.Tensor2D,
  moves: readonly number[],
  directions: PrincipalDirections | undefined,
): tf.Tensor2D {
  if (!directions || moves.every((move) => move === 0)) return z;
  const step = new Float32Array(z.shape[1]);
  moves.forEach((move, k) => {
    const along = move * directions.deviations[k];
    directions.directions[k].forEach((value, i) => step[i] += along * value);
  });
  return z.add(tf.tensor2d(step, [1, step.length]));
}

/** Fixed z, one a row, each in every domain. */
export async function grid(
  state: EngineState,
  { model: choice, seed, rows }: Argument<"grid">,
): Promise<Answer<"grid">> {
  const model = modelOf(state, choice), { config, domains } = model;
  const images = tf.tidy(() => {
    const z = sampleLatent(config, new Random(seed).fork("samples"), rows);
    return domains.map((domain) => generate(model, z, domain));
  });
  const read = reader(state);
  const columns = await Promise.all(images.map((column) => pixelsOf(column, read)));
  return Array.from({ length: rows }, (_, r) => columns.map((column) => column[r]));
}
