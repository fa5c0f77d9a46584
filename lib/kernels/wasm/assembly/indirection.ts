// Which pixels of the source a tile of six output positions reads, tap by tap.
//
// The taps are a table of 16-byte rows: dy i32, dx i32, byte offset i32 of the tap's pixel from the
// position's origin, index of the tap in the packed weights u32.

/** Output positions in a tile. */
export const ROWS: i32 = 6;
/** Bytes of one entry of a tile's table: six addresses, the tap's index, 4 unused. */
export const ENTRY_BYTES: usize = 32;
export const TAP_AT: usize = 24;

/**
 * The six origins of a tile: their addresses (u32, two unused), their y and their x (i32). What is
 * unused lets six be handled as two vectors.
 */
export const ORIGIN_Y: usize = 32;
export const ORIGIN_X: usize = 56;

/** Writes one of a tile's origins. */
// @ts-ignore: decorator

export function storeOrigin(origins: usize, row: i32, address: u32, y: i32, x: i32): void {
  const at = origins + (<usize> row << 2);
  store<u32>(at, address);
  store<i32>(at, y, ORIGIN_Y);
  store<i32>(at, x, ORIGIN_X);
}

/** The table of a tile all of whose taps fall inside the image: an addition for each address. */
export function writeInnerTable(table: usize, origins: usize, taps: usize, tapCount: i32): i32 {
  const first = v128.load(origins), second = v128.load(origins, 16);
  for (let i = 0; i < tapCount; i++, taps += 16, table += ENTRY_BYTES) {
    const offset = i32x4.splat(load<i32>(taps, 8));
    v128.store(table, i32x4.add(first, offset));
    v128.store(table, i32x4.add(second, offset), 16);
    store<u32>(table, load<u32>(taps, 12), TAP_AT);
  }
  return tapCount;
}

/**
 * The table of any tile: an entry for each tap that reaches into the image from at least one of the
 * six positions, with the address of zeros where it does not.
 *
 * @returns how many entries there are
 */
export function writeTable(
  table: usize,
  origins: usize,
  taps: usize,
  tapCount: i32,
  height: i32,
  width: i32,
  zeros: usize,
): i32 {
  const lastTap = taps + (<usize> tapCount << 4);
  let entry = table;
  for (let tap = taps; tap < lastTap; tap += 16) {
    const dy = load<i32>(tap), dx = load<i32>(tap, 4), offset = load<i32>(tap, 8);
    let reached = 0;
    for (let r: usize = 0; r < <usize> ROWS << 2; r += 4) {
      const o = origins + r;
      // One unsigned comparison tests both ends.
      const inside = <u32> (load<i32>(o, ORIGIN_Y) + dy) < <u32> height &&
        <u32> (load<i32>(o, ORIGIN_X) + dx) < <u32> width;
      store<u32>(entry + r, inside ? load<u32>(o) + offset : <u32> zeros);
      reached |= i32(inside);
    }
    if (reached) {
      store<u32>(entry, load<u32>(tap, 12), TAP_AT);
      entry += ENTRY_BYTES;
    }
  }
  return <i32> ((entry - table) / ENTRY_BYTES);
}
