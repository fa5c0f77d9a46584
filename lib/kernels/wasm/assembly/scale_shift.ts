// y = act((x - mean) * scale + shift): bias, affine and batch norm all end with this.
import { activate } from "./activation";
import { address, int } from "./job";
import { loadPart, periodOf, storePart } from "./vectors";

/**
 * One task: a chunk of one group. Arguments: x, y, table of vectors, channels, groups, elements of a
 * group, elements of a chunk (a multiple of the period), chunks of a group, activation.
 */
export function scaleShift(task: i32): void {
  const table = address(2), period = periodOf(int(3)), groups = int(4), elements = int(5);
  const chunk = int(6), chunks = int(7), kind = int(8);
  const group = task / chunks, start = task % chunks * chunk;
  const count = min(chunk, elements - start);
  const line = <usize> period << 2;
  const scales = table + line * <usize> (2 + group), toShift = line * <usize> groups;
  let x = address(0) + <usize> (group * elements + start) * 4;
  let y = address(1) + <usize> (group * elements + start) * 4;
  const last = x + (<usize> (count & ~3) << 2);
  let at: usize = 0;
  for (; x < last; x += 16, y += 16) {
    const centred = f32x4.sub(v128.load(x), v128.load(table + at));
    const v = f32x4.relaxed_madd(centred, v128.load(scales + at), v128.load(scales + at + toShift));
    v128.store(y, activate(kind, v));
    at += 16;
    if (at == line) at = 0;
  }
  if (count & 3) {
    const centred = f32x4.sub(loadPart(x, count & 3), v128.load(table + at));
    const v = f32x4.relaxed_madd(centred, v128.load(scales + at), v128.load(scales + at + toShift));
    storePart(y, activate(kind, v), count & 3);
  }
}
