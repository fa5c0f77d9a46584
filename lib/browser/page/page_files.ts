/**
 * The files that a page was built with: beside it on a server, or inside it where it is one file.
 *
 * @module
 */
/// <reference lib="dom" />

import type { PageContent } from "./page_content.ts";

/** What the page was built with. */
export const pageContent: PageContent = JSON.parse(textOf("content") ?? "null");

/**
 * Reads a file that the page was built with.
 *
 * @param name of the file
 * @throws Error that names the file if it cannot be read
 */
export async function readPageFile(name: string): Promise<Uint8Array<ArrayBuffer>> {
  const held = textOf(`file:${name}`);
  if (held !== undefined) return bytesOfBase64(held);
  const address = pageContent.addresses[name] ?? name;
  const answer = await fetch(address).catch(() => undefined);
  if (!answer?.ok) {
    throw new Error(`The page cannot read its file ${name}: load the page again, or build it anew`);
  }
  return new Uint8Array(await answer.arrayBuffer());
}

function textOf(id: string): string | undefined {
  return document.getElementById(id)?.textContent ?? undefined;
}

function bytesOfBase64(text: string): Uint8Array<ArrayBuffer> {
  // Younger than the browsers that this page is for.
  const { fromBase64 } = Uint8Array as Partial<typeof Uint8Array>;
  return fromBase64?.call(Uint8Array, text) ??
    Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
}
