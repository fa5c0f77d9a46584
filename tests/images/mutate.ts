/** Draws whole numbers below a bound: mulberry32. */
export type Draw = (bound: number) => number;

/** The same seed gives the same numbers. */
export function drawFrom(seed: number): Draw {
  let state = seed >>> 0;
  return (bound) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ state >>> 15, state | 1);
    t ^= t + Math.imul(t ^ t >>> 7, t | 61);
    return Math.floor(((t ^ t >>> 14) >>> 0) / 2 ** 32 * bound);
  };
}

/** A file as a bad disk, an editor's crash or an attacker might leave it. */
export function mutate(file: Uint8Array, draw: Draw): Uint8Array {
  return mutations[draw(mutations.length)](file.slice(), draw);
}

type Mutation = (file: Uint8Array, draw: Draw) => Uint8Array;

/** Values that lengths, sizes and offsets do not expect. */
const EDGES = [0, 1, 0x7f, 0x80, 0xff];

const mutations: readonly Mutation[] = [
  (file, draw) => edit(file, draw, file.length, () => draw(256)),
  (file, draw) => edit(file, draw, Math.min(file.length, 200), () => draw(256)),
  (file, draw) => edit(file, draw, Math.min(file.length, 200), () => EDGES[draw(EDGES.length)]),
  (file, draw) => edit(file, draw, file.length, (byte) => byte ^ 1 << draw(8)),
  (file, draw) => file.subarray(0, draw(file.length)),
  (file, draw) => file.fill(draw(2) * 255, draw(file.length), draw(file.length)),
  (file, draw) => {
    const at = draw(file.length), end = at + draw(file.length - at);
    return Uint8Array.of(...file.subarray(0, end), ...file.subarray(at));
  },
  (file, draw) => {
    const at = draw(file.length), end = at + draw(Math.min(64, file.length - at));
    return Uint8Array.of(...file.subarray(0, at), ...file.subarray(end));
  },
];

function edit(file: Uint8Array, draw: Draw, within: number, next: (byte: number) => number) {
  for (let n = 1 + draw(4); n > 0; n--) {
    const at = draw(within);
    file[at] = next(file[at]);
  }
  return file;
}
