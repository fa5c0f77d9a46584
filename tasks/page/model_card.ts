/**
 * The card of shipped weights as HTML.
 *
 * @module
 */
import { marked } from "npm:marked@18.2.1";
import type { PretrainedName } from "../../lib/training/pretrained.ts";
import { findShippedWeights } from "../shared/shipped_weights.ts";

/**
 * The card of weights.
 *
 * @param name of the weights
 * @returns HTML; links that lead out of the page are plain text
 */
export async function modelCard(name: PretrainedName): Promise<string> {
  const text = await Deno.readTextFile(findShippedWeights(name)!.card);
  const html = await marked.parse(text, { async: true });
  return html.replace(/<a\b[^>]*>|<\/a>/g, "").replace(/<img\b[^>]*>/g, "");
}
