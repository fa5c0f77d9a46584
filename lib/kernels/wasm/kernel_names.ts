/**
 * The routines of the WebAssembly module.
 *
 * @module
 */

/** Every routine; its place in the list is its number in assembly/kernels.ts. */
export const kernelNames = [
  "indirectGemm",
  "weightGradient",
  "packWeights",
  "packColumns",
  "padImage",
  "writeVectors",
  "scaleShift",
  "chunkMoments",
  "joinMoments",
  "gradientSums",
  "joinSums",
  "writeMeans",
  "normGradient",
  "adam",
  "lerp",
  "rowProducts",
  "columnProducts",
  "normaliseSum",
  "divideRows",
  "innerProducts",
  "spectralGradient",
  "blasProduct",
  "blasWeightGradient",
  "sumParts",
  "collectWeights",
  "fewRows",
  "blasPhases",
  "blasColumns",
  "winogradFilter",
  "winogradConvolution",
  "winogradInput",
  "winogradOutputGradient",
  "winogradProducts",
  "winogradFilterGradient",
  "winogradPackedFilter",
] as const;

/** The name of a routine. */
export type KernelName = typeof kernelNames[number];
