/**
 * What goes into an ONNX graph, as messages.
 *
 * @module
 */
import { ONNX_ATTRIBUTE, ONNX_TYPE, type OnnxMessage } from "./onnx_messages.ts";

/** Stands for the number of images wherever a shape is worked out; no length is a multiple of it. */
export const BATCH = 1_000_003;

/** A number, or several, that a node is told. */
export type Attributes = Readonly<Record<string, number | readonly number[]>>;

/** A weight as it goes to the file. */
export interface Initializer {
  /** Its name. */
  readonly name: string;
  /** Whether it is stored as float16, and widened when the file is loaded. */
  readonly half: boolean;
  /** Length of each dimension. */
  readonly dims: readonly number[];
  /** Reads its numbers. */
  readonly values: () => Promise<Float32Array>;
}

/** Attributes that are float32; all others are whole. */
const FLOATS = ["epsilon", "alpha"];

/** [N, H, W, C] as [N, C, H, W]. */
export function channelsFirst([n, h, w, c]: readonly number[]): number[] {
  return [n, c, h, w];
}

/** Whether two shapes are one. */
export const same = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((n, i) => n === b[i]);

/** The name under which a float16 weight is stored, since its own belongs to the widened one. */
const halfName = (name: string) => `${name}/float16`;

/** The node that makes float32 of a weight that is stored as float16. */
export function widened({ name }: Initializer): OnnxMessage<"NodeProto"> {
  const attribute = [attributeOf("to", ONNX_TYPE.FLOAT)];
  return { name, opType: "Cast", input: [halfName(name)], output: [name], attribute };
}

/**
 * The tensor of a weight.
 *
 * @throws RangeError if it is too large for float16 and shall be stored so
 */
export async function tensorOf(
  { name, half, dims, values }: Initializer,
): Promise<OnnxMessage<"TensorProto">> {
  const numbers = await values(), data = half ? new Float16Array(numbers) : numbers;
  if (half && !numbers.every((v) => Number.isFinite(Math.f16round(v)))) {
    throw new RangeError(
      `${name} has weights beyond 65504, the largest of float16: export it as F32`,
    );
  }
  return {
    name: half ? halfName(name) : name,
    dims: dims.map(BigInt),
    dataType: half ? ONNX_TYPE.FLOAT16 : ONNX_TYPE.FLOAT,
    rawData: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
  };
}

/** A tensor of whole numbers. */
export function shapeOf(name: string, values: readonly number[]): OnnxMessage<"TensorProto"> {
  const data = new BigInt64Array(values.map(BigInt));
  return {
    name,
    dims: [BigInt(values.length)],
    dataType: ONNX_TYPE.INT64,
    rawData: new Uint8Array(data.buffer),
  };
}

/** An attribute of a node. */
export function attributeOf(
  name: string,
  value: number | readonly number[],
): OnnxMessage<"AttributeProto"> {
  if (typeof value !== "number") {
    return { name, type: ONNX_ATTRIBUTE.INTS, ints: value.map(BigInt) };
  }
  return FLOATS.includes(name)
    ? { name, type: ONNX_ATTRIBUTE.FLOAT, f: value }
    : { name, type: ONNX_ATTRIBUTE.INT, i: BigInt(value) };
}

/** An input or output; images have channels first. */
export function infoOf(name: string, shape: readonly number[]): OnnxMessage<"ValueInfoProto"> {
  const lengths = shape.length === 4 ? channelsFirst(shape) : shape;
  const dim = lengths.map((n) => n === BATCH ? { dimParam: "batch" } : { dimValue: BigInt(n) });
  return { name, type: { tensorType: { elemType: ONNX_TYPE.FLOAT, shape: { dim } } } };
}

/** The values with axis i of the result taken from axis order[i]. */
export function transposed(
  values: Float32Array,
  shape: readonly number[],
  order: readonly number[],
): Float32Array {
  if (order.every((axis, i) => axis === i)) return values;
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));
  const lengths = order.map((axis) => shape[axis]), steps = order.map((axis) => strides[axis]);
  const result = new Float32Array(values.length), index = lengths.map(() => 0);
  for (let to = 0, from = 0; to < result.length; to++) {
    result[to] = values[from];
    for (let axis = lengths.length - 1; axis >= 0; axis--) {
      from += steps[axis];
      if (++index[axis] < lengths[axis]) break;
      from -= steps[axis] * lengths[axis];
      index[axis] = 0;
    }
  }
  return result;
}
