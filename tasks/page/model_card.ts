/**
 * The card of shipped weights as HTML.
 *
 * @module
 */
import { marked } from "npm:marked@18.2.1";

const cards = new URL("../../fixtures/models/README.md", import.meta.url);

/**
 * What fixtures/models/README.md says of weights: the section whose heading names them, or all of it
 * where no heading does.
 *
 * @param name of the weights
 * @returns HTML; links that lead out of the page are plain text
 */
export async function modelCard(name: string): Promise<string> {
  const text = sectionOf(await Deno.readTextFile(cards), name);
  const html = await marked.parse(text, { async: true });
  return html.replace(/<a\b[^>]*>|<\/a>/g, "").replace(/<img\b[^>]*>/g, "");
}

/** The lines from a heading with the name to the next one of the same rank. */
export function sectionOf(text: string, name: string): string {
  const lines = text.split("\n");
  const start = lines.findIndex((line) => /^#+ /.test(line) && line.includes(name));
  if (start < 0) return text;
  const rank = /^#+/.exec(lines[start])![0].length;
  const end = lines.findIndex((line, i) =>
    i > start && (/^#+(?= )/.exec(line)?.[0].length ?? 9) <= rank
  );
  return lines.slice(start, end < 0 ? undefined : end).join("\n");
}
