// The positions of a block at which a tap reaches into the image: pairs of addresses, of the source
// pixel and of the row of dy.

export const PAIR_BYTES: usize = 8;
/** Bytes of one pixel of a packed tile: six rows, two unused. */
export const PACKED_BYTES: usize = 32;

/** Where a tap of one layer reads; see ../weight_gradient.ts for the numbers. */
// @ts-ignore: decorator

export function listPixels(
  list: usize,
  start: i32,
  stop: i32,
  gridH: i32,
  gridW: i32,
  stepY: i32,
  stepX: i32,
  tapY: i32,
  tapX: i32,
  source: usize,
  height: i32,
  width: i32,
  pixelBytes: i32,
  dy: usize,
): usize {
  let end = list;
  let position = start;
  while (position < stop) {
    // One row of the grid, or what the block holds of it.
    const row = position / gridW, x0 = position - row * gridW;
    const x1 = min(gridW, x0 + stop - position);
    const image = row / gridH, y = (row - image * gridH) * stepY + tapY;
    if (<u32> y < <u32> height) {
      let x = x0 * stepX + tapX;
      let from = <i32> source + ((image * height + y) * width + x) * pixelBytes;
      let to = <i32> dy + (position << 5);
      for (let i = x0; i < x1; i++) {
        if (<u32> x < <u32> width) {
          store<i32>(end, from);
          store<i32>(end, to, 4);
          end += PAIR_BYTES;
        }
        x += stepX;
        from += stepX * pixelBytes;
        to += 32;
      }
    }
    position += x1 - x0;
  }
  return end;
}

/** Copies six neighbouring rows of every listed pixel next to each other. */
export function packPixels(list: usize, end: usize, offset: usize, to: usize): void {
  for (; list < end; list += PAIR_BYTES, to += PACKED_BYTES) {
    const from = <usize> load<u32>(list) + offset;
    v128.store(to, v128.load(from));
    v128.store(to, v128.load(from, 16), 16);
  }
}
