// The gradient of a convolution by an input of few channels, by the native BLAS: as a product with so
// few columns would be slow, every pixel of dy is multiplied with the whole filter at once, and what
// comes out is added to the pixels under the kernel (col2im).
import { address, int, threadNumber } from "./job";
import { sgemm } from "./sgemm";

/** One task: an image. Arguments: see ../../blas/columns.ts. */
export function blasColumns(image: i32): void {
  const filter = address(1), gridH = int(3), gridW = int(4), k = int(5);
  const height = int(6), width = int(7), channels = int(8), kernelH = int(9), kernelW = int(10);
  const rows = int(15), tile = address(16) + <usize> int(17) * threadNumber();
  const columns = kernelH * kernelW * channels,
    imageBytes = <usize> (height * width * channels) * 4;
  const out = address(2) + <usize> image * imageBytes;
  memory.fill(out, 0, imageBytes);
  for (let y = 0; y < gridH; y += rows) {
    const count = min(rows, gridH - y);
    const dy = address(0) + <usize> ((image * gridH + y) * gridW * k) * 4;
    sgemm(false, true, count * gridW, columns, k, dy, k, filter, k, 0, tile, columns);
    addColumns(tile, y, count, out);
  }
}

/** Adds some rows of positions, each [kernelH][kernelW][channels], to the image. */
function addColumns(from: usize, firstY: i32, count: i32, out: usize): void {
  const gridW = int(4), height = int(6), width = int(7), channels = int(8);
  const kernelH = int(9), kernelW = int(10), stepY = int(11), stepX = int(12);
  const top = int(13), left = int(14), kernelRow = <usize> (kernelW * channels) * 4;
  for (let y = firstY; y < firstY + count; y++) {
    for (let x = 0; x < gridW; x++) {
      const x0 = x * stepX - left;
      const first = max(0, -x0), last = min(kernelW, width - x0);
      for (let kh = 0; kh < kernelH; kh++, from += kernelRow) {
        const outY = y * stepY + kh - top;
        if (<u32> outY >= <u32> height || first >= last) continue;
        addRun(
          out + <usize> ((outY * width + x0 + first) * channels) * 4,
          from + <usize> (first * channels) * 4,
          (last - first) * channels,
        );
      }
    }
  }
}

function addRun(to: usize, from: usize, count: i32): void {
  for (; count >= 4; count -= 4, to += 16, from += 16) {
    v128.store(to, f32x4.add(v128.load(to), v128.load(from)));
  }
  for (; count > 0; count--, to += 4, from += 4) {
    store<f32>(to, load<f32>(to) + load<f32>(from));
  }
}
