/**
 * File names that a file system can take.
 *
 * @module
 */
import { createHash } from "node:crypto";

/** Bytes that a name may have on the common file systems, as UTF-8. */
const LONGEST = 255;

/**
 * A name with an ending, shortened where it would have more than 255 bytes: the stem is cut between
 * two characters, and 8 digits of its hash keep it apart from others that begin alike.
 *
 * @param stem of the name
 * @param ending such as `.png`
 * @returns `stem + ending`, or `beginning~hash + ending`
 */
export function fitFileName(stem: string, ending: string): string {
  if (bytesOf(stem + ending) <= LONGEST) return stem + ending;
  const hash = createHash("sha256").update(stem).digest("hex").slice(0, 8);
  const tail = `~${hash}${ending}`;
  let begin = "", room = LONGEST - bytesOf(tail);
  for (const { segment } of new Intl.Segmenter().segment(stem)) {
    room -= bytesOf(segment);
    if (room < 0) break;
    begin += segment;
  }
  return begin + tail;
}

const bytesOf = (text: string) => new TextEncoder().encode(text).length;
