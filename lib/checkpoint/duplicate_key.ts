/**
 * Keys that stand twice in one object of a JSON text. JSON.parse keeps the last of them and says
 * nothing; another reader may keep the first.
 *
 * @module
 */

/**
 * The first key that an object of the text has twice.
 *
 * @param json a text that JSON.parse accepts
 * @returns undefined if there is none
 */
export function duplicateKey(json: string): string | undefined {
  const open: Set<string>[] = [];
  let text = "";
  for (let at = 0; at < json.length; at++) {
    const sign = json[at];
    if (sign === '"') {
      const end = endOfString(json, at);
      text = json.slice(at, end + 1);
      at = end;
    } else if (sign === "{" || sign === "[") {
      open.push(new Set());
    } else if (sign === "}" || sign === "]") {
      open.pop();
    } else if (sign === ":") {
      const key = JSON.parse(text) as string, keys = open.at(-1)!;
      if (keys.has(key)) return key;
      keys.add(key);
    }
  }
}

/** Where the string that begins at a quotation mark has its last one. */
function endOfString(json: string, start: number): number {
  let at = start + 1;
  for (; json[at] !== '"'; at++) {
    if (json[at] === "\\") at++;
  }
  return at;
}
