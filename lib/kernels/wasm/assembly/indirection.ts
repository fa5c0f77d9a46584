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
 * Writes a tile's table: an entry for each tap that reaches into the image from at least one of the
 * six positions, with the address of zeros where it does not.
 *
 * @param origins six rows of 16 bytes: y i32, x i32 of the position's origin, and its address u32
 * @returns how many entries there are
 */
export function writeTable(
  table: usize, origins: usize, taps: usize, tapCount: i32, height: i32, width: i32, zeros: usize,
): i32 {
  const lastTap = taps + (<usize> tapCount << 4);
  let entry = table;
  for (let tap = taps; tap < lastTap; tap += 16) {
    const dy = load<i32>(tap), dx = load<i32>(tap, 4), offset = load<i32>(tap, 8);
    let reached = 0;
    for (let r: usize = 0; r < <usize> ROWS; r++) {
      const o = origins + (r << 4);
      // One unsigned comparison tests both ends.
      const inside = <u32> (load<i32>(o) + dy) < <u32> height &&
        <u32> (load<i32>(o, 4) + dx) < <u32> width;
      store<u32>(entry + (r << 2), inside ? load<u32>(o, 8) + offset : <u32> zeros);
      reached |= i32(inside);
    }
    if (reached) {
      store<u32>(entry, load<u32>(tap, 12), TAP_AT);
      entry += ENTRY_BYTES;
    }
  }
  return <i32> ((entry - table) / ENTRY_BYTES);
}
