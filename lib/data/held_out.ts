/**
 * The list of held-out pictures that may lie beside the folders of pictures.
 *
 * @module
 */
import { closest } from "./closest.ts";

/**
 * A file beside the subfolders that names the held-out pictures, one `DOMAIN/NAME` a line. Without
 * it they are drawn by chance, which is no fair test where pictures are frames of one video.
 */
export const HELD_OUT_FILE = "held_out.txt";

/** Edit distances that are computed in search of nearest names; enough for any list by hand. */
const MOST_COMPARED = 500_000;

/** One line of {@linkcode HELD_OUT_FILE}. */
export interface HeldOutLine {
  /** Counted from 1. */
  readonly number: number;
  /** As it is written. */
  readonly text: string;
  /** The picture that is meant: `DOMAIN/NAME` in Unicode NFC. */
  readonly name: string;
}

/**
 * The lines of a list, without the empty ones. A byte-order mark, line ends of any system, blanks
 * around a name, a leading `./` and `\` for `/` are read as they are meant.
 *
 * @param bytes of the file: UTF-8, or UTF-16 with its byte-order mark
 */
export function heldOutLines(bytes: Uint8Array): HeldOutLine[] {
  const mark = bytes[0] << 8 | bytes[1];
  const encoding = mark === 0xfffe ? "utf-16le" : mark === 0xfeff ? "utf-16be" : "utf-8";
  return new TextDecoder(encoding).decode(bytes).split(/\r\n|\n|\r/).map((text, i) => ({
    number: i + 1,
    text,
    name: text.trim().replaceAll("\\", "/").replace(/^(\.\/+)+/, "").replace(/\/{2,}/g, "/")
      .normalize("NFC"),
  })).filter(({ name }) => name !== "");
}

/**
 * Reads {@linkcode HELD_OUT_FILE}.
 *
 * @param root the folder that it lies in
 * @param known every picture, as `DOMAIN/NAME` in Unicode NFC
 * @returns those of `known` that it names; undefined if there is no such file
 * @throws Error that lists every line that names none of them, with the nearest name
 */
export function readHeldOut(
  root: string,
  known: ReadonlySet<string>,
): ReadonlySet<string> | undefined {
  const path = `${root}/${HELD_OUT_FILE}`;
  let bytes: Uint8Array;
  try {
    bytes = Deno.readFileSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
  const named = new Set<string>(), wrong: HeldOutLine[] = [];
  for (const line of heldOutLines(bytes)) {
    const exact = line.text.normalize("NFC");
    if (known.has(exact)) named.add(exact);
    else if (known.has(line.name)) named.add(line.name);
    else wrong.push(line);
  }
  if (wrong.length) throw new Error(wrongLines(path, wrong, [...known]));
  return named;
}

function wrongLines(path: string, wrong: readonly HeldOutLine[], known: readonly string[]): string {
  const nearest = nearestNames(known);
  const lines = wrong.map(({ number, text, name }) => {
    const near = nearest(name);
    return `line ${number}: ${text.trim()}${near === undefined ? "" : ` (nearest: ${near})`}`;
  });
  return `${path} names ${wrong.length === 1 ? "a picture" : `${wrong.length} pictures`} that ` +
    `${wrong.length === 1 ? "is" : "are"} not there, which could then be trained on; correct or ` +
    `remove ${wrong.length === 1 ? "" : "each "}${lines.join("; ")}`;
}

/**
 * The nearest name: first by another ending or case, which is fast, then by the fewest edits, while
 * the limit lasts.
 */
function nearestNames(known: readonly string[]): (name: string) => string | undefined {
  const stem = (name: string) => name.replace(/\.[^./]*$/, "").toLowerCase();
  const byStem = new Map(known.map((name) => [stem(name), name]));
  let compared = 0;
  return (name) => {
    const alike = byStem.get(stem(name));
    if (alike !== undefined || compared > MOST_COMPARED) return alike;
    compared += known.length;
    return closest(name, known);
  };
}
