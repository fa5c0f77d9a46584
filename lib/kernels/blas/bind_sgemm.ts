/**
 * The native matrix product as a function that WebAssembly can import.
 *
 * @module
 */

/**
 * C = op(A) op(B) + beta C, row-major float32 matrices by their addresses on the heap; op transposes
 * where its flag is 1. op(A) is [m, k], op(B) is [k, n], and ld is the stride of a matrix's rows.
 */
export type Sgemm = (
  transposeA: number,
  transposeB: number,
  m: number,
  n: number,
  k: number,
  a: number,
  lda: number,
  b: number,
  ldb: number,
  beta: number,
  c: number,
  ldc: number,
) => void;

/**
 * Opens a BLAS for the calling thread. A worker is given this function as text, so it uses nothing
 * from outside itself.
 *
 * @param path the library
 * @param memory the heap, shared: such memory grows without moving, so its address is asked for once
 */
export function bindSgemm(path: string, memory: WebAssembly.Memory): Sgemm {
  const ROW_MAJOR = 101, AS_IS = 111; // of cblas.h, and 112 transposes
  const i32 = "i32", f32 = "f32", address = "u64";
  const { symbols } = Deno.dlopen(path, {
    cblas_sgemm: {
      // order, transA, transB, m, n, k, alpha, A, lda, B, ldb, beta, C, ldc
      parameters: [
        ...[i32, i32, i32, i32, i32, i32, f32] as const,
        ...[address, i32, address, i32, f32, address, i32] as const,
      ],
      result: "void",
    },
  });
  const heap = Deno.UnsafePointer.of(new Uint8Array(memory.buffer));
  const base = BigInt(Deno.UnsafePointer.value(heap));
  const at = (offset: number) => base + BigInt(offset >>> 0);
  return (transposeA, transposeB, m, n, k, a, lda, b, ldb, beta, c, ldc) =>
    symbols.cblas_sgemm(
      ROW_MAJOR,
      AS_IS + transposeA,
      AS_IS + transposeB,
      m,
      n,
      k,
      1,
      at(a),
      lda,
      at(b),
      ldb,
      beta,
      at(c),
      ldc,
    );
}
