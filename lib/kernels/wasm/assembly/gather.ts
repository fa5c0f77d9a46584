// im2col: the pixels that some output positions read, next to each other, as a matrix for the BLAS.
import { address, int } from "./job";

/** How many output positions there are. Arguments 0 to 11: see ../../blas/gather.ts. */
export function positionCount(): i32 {
  return int(7) * int(8) * int(9);
}

/**
 * Writes [count][taps][k]: of each position from `first` on, what the taps from `tap` up to `lastTap`
 * read. Rows of k are copied in whole vectors: what is written beyond a row's end is overwritten by
 * the next row.
 */
export function gather(to: usize, first: i32, count: i32, tap: i32, lastTap: i32): void {
  const source = address(0), height = int(1), width = int(2), pixelBytes = int(3);
  const rowBytes = <usize> int(4) * 4, taps = address(5);
  const gridH = int(8), gridW = int(9), stepY = int(10), stepX = int(11);
  const firstTap = taps + (<usize> tap << 4), endTap = taps + (<usize> lastTap << 4);
  let y = first / gridW, x = first - y * gridW;
  let b = y / gridH;
  y -= b * gridH;
  for (; count > 0; count--) {
    const sy = y * stepY, sx = x * stepX;
    const origin = source + <usize> (((b * height + sy) * width + sx) * pixelBytes);
    for (let at = firstTap; at < endTap; at += 16) {
      // One unsigned comparison tests both ends.
      const inside = <u32> (sy + load<i32>(at)) < <u32> height &&
        <u32> (sx + load<i32>(at, 4)) < <u32> width;
      if (inside) copyVectors(to, origin + load<i32>(at, 8), rowBytes);
      else clearVectors(to, rowBytes);
      to += rowBytes;
    }
    if (++x < gridW) continue;
    x = 0;
    if (++y < gridH) continue;
    y = 0;
    b++;
  }
}

function copyVectors(to: usize, from: usize, bytes: usize): void {
  const end = to + bytes;
  for (; to + 64 <= end; to += 64, from += 64) {
    const a = v128.load(from), b = v128.load(from, 16);
    const c = v128.load(from, 32), d = v128.load(from, 48);
    v128.store(to, a);
    v128.store(to, b, 16);
    v128.store(to, c, 32);
    v128.store(to, d, 48);
  }
  for (; to < end; to += 16, from += 16) v128.store(to, v128.load(from));
}

function clearVectors(to: usize, bytes: usize): void {
  const end = to + bytes, zero = f32x4.splat(0);
  for (; to < end; to += 16) v128.store(to, zero);
}
