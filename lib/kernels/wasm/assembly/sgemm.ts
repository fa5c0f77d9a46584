// The native matrix product, which ../../blas/bind_sgemm.ts describes. Without a BLAS it throws.
export declare function sgemm(
  transposeA: bool,
  transposeB: bool,
  m: i32,
  n: i32,
  k: i32,
  a: usize,
  lda: i32,
  b: usize,
  ldb: i32,
  beta: f32,
  c: usize,
  ldc: i32,
): void;
