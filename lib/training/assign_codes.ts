/**
 * Which code of an InfoGAN is which domain, by a vote of labelled reals.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { readFirstImages } from "../data/batches.ts";
import type { ImageSet } from "../data/image_set.ts";
import { labelledImages } from "../data/labelled_images.ts";
import { applyDiscriminator } from "../networks/discriminator.ts";
import { hasRowsByDomain } from "../networks/generator.ts";
import { inBatches } from "../networks/in_batches.ts";
import { networkVariables } from "../networks/network.ts";
import { cheapestAssignment } from "./cheapest_assignment.ts";
import type { Training } from "./training.ts";

/** At most so many labelled images of each domain vote. */
const VOTERS = 1000;
/** Images in a batch. */
const BATCH = 64;

/**
 * The assignment of a code to each domain that most votes agree with, every domain counting alike.
 *
 * @param votes votes[c][k]: how many images of domain c the code k was read off
 * @returns the code of each domain, all different
 */
export function bestAssignment(votes: readonly (readonly number[])[]): number[] {
  const shares = votes.map((row) =>
    row.map((n) => n / Math.max(1, row.reduce((a, b) => a + b, 0)))
  );
  return cheapestAssignment(shares.map((row) => row.map((share) => -share)));
}

/**
 * Reads the code of labelled reals off D, assigns a code to each domain, and reorders what belongs to codes
 * in G, its average, D and their moments. Code k then is domain k, for everything that comes after:
 * translation, stage 2, evaluation, export, and the run itself, which would go on as before. A second vote
 * changes nothing.
 *
 * Source: InfoGAN, Chen et al., arXiv 1606.03657, section 7.2 matches codes and digits in the same way.
 *
 * @param training a run of dHead `infogan`; its networks and moments are changed
 * @param images training images; those that config.labelledShare leaves, at most 1,000 a domain, vote
 */
export async function assignCodes(training: Training, images: ImageSet): Promise<void> {
  reorderCodes(training, bestAssignment(await countVotes(training, images)));
}

/**
 * Makes the code order[k] the k-th, in G, its average, D and their moments.
 *
 * @param training changed
 * @param order a permutation of the codes
 */
export function reorderCodes(
  { model: { generator, average, discriminator }, stage1: { adamG, adamD } }: Training,
  order: readonly number[],
): void {
  const ofG = [...new Set([generator, average])].map(networkVariables);
  for (const variables of [...ofG, adamG.m, adamG.v]) {
    for (const [name, variable] of Object.entries(variables)) {
      if (hasRowsByDomain(name, variable)) reorder(variable, order, 0);
    }
  }
  for (const variables of [networkVariables(discriminator), adamD.m, adamD.v]) {
    for (const name of ["classes/kernel", "classes/bias", "classes/u"]) {
      if (name in variables) reorder(variables[name], order, variables[name].rank - 1);
    }
  }
}

/** votes[c][k]: of how many labelled images of domain c D reads the code k. */
async function countVotes({ model }: Training, images: ImageSet): Promise<number[][]> {
  const { config, domains, discriminator } = model, shape = [config.size, config.size, 3];
  const voters = labelledImages(images, config), votes: number[][] = [];
  for (const c of domains.keys()) {
    const values = readFirstImages(voters, c, VOTERS);
    const [codes] = await inBatches({ values, shape }, BATCH, (x) => [
      applyDiscriminator(config, discriminator, x as tf.Tensor4D).classes!.argMax(1).toFloat(),
    ]);
    votes.push(domains.map((_, k) => codes.filter((code) => code === k).length));
  }
  return votes;
}

function reorder(variable: tf.Variable, order: readonly number[], axis: number): void {
  tf.tidy(() => variable.assign(tf.gather(variable, tf.tensor1d([...order], "int32"), axis)));
}
