// The kernels by number, in the order of ../kernel_names.ts.
import { blasProduct } from "./blas_product";
import { blasWeightGradient, sumParts } from "./blas_weight_gradient";
import { blasColumns } from "./blas_columns";
import { blasPhases } from "./blas_phases";
import { collectWeights } from "./collect_weights";
import { fewRows } from "./few_rows";
import { adam, lerp } from "./in_place";
import { gradientSums, joinSums, normGradient, writeMeans } from "./gradient_sums";
import { indirectGemm } from "./indirect_gemm";
import { chunkMoments, joinMoments } from "./moments";
import { packColumns, packWeights, padImage } from "./pack";
import { scaleShift } from "./scale_shift";
import {
  columnProducts,
  divideRows,
  innerProducts,
  normaliseSum,
  rowProducts,
  spectralGradient,
} from "./spectral_norm";
import { writeVectors } from "./vectors";
import { weightGradient } from "./weight_gradient";
import {
  winogradConvolution,
  winogradFilter,
  winogradFilterGradient,
  winogradInput,
  winogradOutputGradient,
  winogradPackedFilter,
  winogradProducts,
} from "./winograd";

export function runTask(kernel: u32, task: i32): void {
  switch (kernel) {
    case 0:
      return indirectGemm(task);
    case 1:
      return weightGradient(task);
    case 2:
      return packWeights(task);
    case 3:
      return packColumns(task);
    case 4:
      return padImage(task);
    case 5:
      return writeVectors(task);
    case 6:
      return scaleShift(task);
    case 7:
      return chunkMoments(task);
    case 8:
      return joinMoments(task);
    case 9:
      return gradientSums(task);
    case 10:
      return joinSums(task);
    case 11:
      return writeMeans(task);
    case 12:
      return normGradient(task);
    case 13:
      return adam(task);
    case 14:
      return lerp(task);
    case 15:
      return rowProducts(task);
    case 16:
      return columnProducts(task);
    case 17:
      return normaliseSum(task);
    case 18:
      return divideRows(task);
    case 19:
      return innerProducts(task);
    case 20:
      return spectralGradient(task);
    case 21:
      return blasProduct(task);
    case 22:
      return blasWeightGradient(task);
    case 23:
      return sumParts(task);
    case 24:
      return collectWeights(task);
    case 25:
      return fewRows(task);
    case 26:
      return blasPhases(task);
    case 27:
      return blasColumns(task);
    case 28:
      return winogradFilter(task);
    case 29:
      return winogradConvolution(task);
    case 30:
      return winogradInput(task);
    case 31:
      return winogradOutputGradient(task);
    case 32:
      return winogradProducts(task);
    case 33:
      return winogradFilterGradient(task);
    case 34:
      return winogradPackedFilter(task);
    default:
      unreachable();
  }
}
