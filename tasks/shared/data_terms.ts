/**
 * The terms of the pictures that a model was trained on, as far as its data are known.
 *
 * @module
 */
import { readRunData } from "./run_folder.ts";

/** What a model is known by. */
interface Trained {
  readonly folder: string;
  readonly shipped?: { readonly spec?: string; readonly data: string; readonly terms?: string };
}

/**
 * One sentence on the terms, for what is handed on.
 *
 * @param file the model; its folder may say what it was trained on
 */
export async function dataTerms({ folder, shipped }: Trained): Promise<string> {
  if (shipped?.terms) return `Trained on ${shipped.data}: ${shipped.terms}.`;
  const spec = shipped?.spec ??
    await readRunData(folder).then((data) => data.spec, () => undefined);
  if (spec === undefined) return "Not known: the model's folder does not name its pictures.";
  if (/^faces($|:)/.test(spec)) return "Trained on faces drawn by facesjs (Apache-2.0).";
  if (/^celeba:/.test(spec)) {
    return "Trained on CelebA, which is for non-commercial research only.";
  }
  return "Trained on the user's own pictures, whose terms apply.";
}
