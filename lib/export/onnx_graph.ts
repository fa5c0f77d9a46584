/**
 * An ONNX graph under construction: values, nodes that make them, and the weights that it holds.
 *
 * @module
 */
import type { OnnxMessage } from "./onnx_messages.ts";
import {
  attributeOf,
  type Attributes,
  BATCH,
  channelsFirst,
  infoOf,
  type Initializer,
  same,
  shapeOf,
  tensorOf,
  transposed,
  widened,
} from "./onnx_parts.ts";

/** Numbers that are known when the file is written. */
export interface Constant {
  /** The name it shall have in the file. */
  readonly name: string;
  /** Reads them: float32, row-major in the order of `shape`. */
  readonly values: () => Float32Array | Promise<Float32Array>;
  /** Whether it is no weight, but a number that the network's function names: it is never rounded. */
  readonly exact?: boolean;
}

/** A tensor of the graph, described as the network's functions see it. */
export interface GraphValue {
  /** Its name in the file; that of a constant follows from how it is first used. */
  readonly name: string;
  /** Its shape, channels last; a length of {@linkcode BATCH} is the number of images. */
  readonly shape: readonly number[];
  /** Whether the file's tensor has channels first: [N, C, H, W] for a shape of [N, H, W, C]. */
  readonly channelsFirst?: boolean;
  /** Set where it is a weight, or another constant. */
  readonly constant?: Constant;
}

/** Collects the nodes of a graph in the order in which they run. */
export class OnnxGraph {
  readonly #nodes: OnnxMessage<"NodeProto">[] = [];
  readonly #initializers = new Map<string, Initializer>();
  readonly #shapes = new Map<string, readonly number[]>();
  readonly #inputs: GraphValue[] = [];
  readonly #names = new Set<string>();
  readonly #half: boolean;
  readonly #arranged = new WeakMap<GraphValue, Map<string, string>>();

  /** @param half whether weights are stored as float16, and widened when the file is loaded */
  constructor(half: boolean = false) {
    this.#half = half;
  }

  /** Adds an input; an image [N, H, W, C] has channels first in the file. */
  input(name: string, shape: readonly number[]): GraphValue {
    const value = { name: this.#unused(name), shape, channelsFirst: shape.length === 4 };
    this.#inputs.push(value);
    return value;
  }

  /**
   * Adds a node with one output.
   *
   * @param op name of the ONNX operator
   * @param inputs names of tensors in the file
   * @returns the name of its output
   */
  node(op: string, inputs: readonly string[], attributes: Attributes = {}): string {
    const owner = inputs.map((name) => /^(.+)\/[^/]+$/.exec(name)?.[1])
      .find((prefix, i) => prefix && this.#initializers.has(inputs[i]));
    const name = this.#unused(owner ? `${owner}/${op}` : op);
    this.#nodes.push({
      name,
      opType: op,
      input: inputs,
      output: [name],
      attribute: Object.entries(attributes).map(([key, value]) => attributeOf(key, value)),
    });
    return name;
  }

  /** A tensor of whole numbers, such as the shape for a Reshape. */
  whole(values: readonly number[]): string {
    const name = `shape/${values.join("x")}`;
    if (!this.#shapes.has(name)) this.#shapes.set(name, values);
    return name;
  }

  /**
   * A value's name in the file, in the order of axes and the shape that a node wants. A constant is
   * rearranged now, so that it costs nothing when the file is used; anything else by nodes.
   *
   * @param value its axes are those of its tensor in the file
   * @param order new axis i is the old axis order[i]
   * @param shape of the result, where it differs
   */
  arranged(value: GraphValue, order: readonly number[], shape?: readonly number[]): string {
    const key = `${order}:${shape ?? ""}`;
    const known = this.#arranged.get(value) ?? new Map<string, string>();
    this.#arranged.set(value, known);
    if (!known.has(key)) known.set(key, this.#arrange(value, order, shape));
    return known.get(key)!;
  }

  #arrange(value: GraphValue, order: readonly number[], shape?: readonly number[]): string {
    const from = value.channelsFirst ? channelsFirst(value.shape) : value.shape;
    const moved = order.map((axis) => from[axis]);
    if (value.constant) {
      const { name, values, exact } = value.constant;
      const own = this.#unused(name);
      this.#initializers.set(own, {
        name: own,
        half: this.#half && !exact,
        dims: shape ?? moved,
        values: async () => transposed(await values(), from, order),
      });
      return own;
    }
    const still = order.every((axis, i) => axis === i);
    const name = still ? value.name : this.node("Transpose", [value.name], { perm: order });
    return shape && !same(shape, moved) ? this.reshaped(name, shape) : name;
  }

  /** A tensor in another shape; the length that the number of images decides is left open. */
  reshaped(name: string, shape: readonly number[]): string {
    const lengths = shape.map((n) => n % BATCH === 0 ? -1 : n);
    if (lengths.filter((n) => n === -1).length > 1) {
      throw new RangeError(`ONNX has no shape [${shape}] for any number of images`);
    }
    return this.node("Reshape", [name, this.whole(lengths)]);
  }

  /** The tensor as the functions see it: channels last. */
  plain(value: GraphValue): string {
    return this.arranged(
      value,
      value.channelsFirst ? [0, 2, 3, 1] : value.shape.map((_, axis) => axis),
    );
  }

  /** An image or a feature map with channels first. */
  image(value: GraphValue): string {
    return value.channelsFirst ? value.name : this.arranged(value, [0, 3, 1, 2]);
  }

  /**
   * The graph with its outputs named.
   *
   * @param name of the graph
   * @param outputs by the name they shall have
   * @throws RangeError if a weight is too large for float16 and shall be stored so
   */
  async finish(
    name: string,
    outputs: Readonly<Record<string, GraphValue>>,
  ): Promise<OnnxMessage<"GraphProto">> {
    for (const [wanted, value] of Object.entries(outputs)) {
      const own = value.shape.length === 4 ? this.image(value) : this.plain(value);
      this.#nodes.push({ name: wanted, opType: "Identity", input: [own], output: [wanted] });
    }
    const weights = [...this.#initializers.values()];
    const stored = await Promise.all(weights.map(tensorOf));
    return {
      name,
      node: [...weights.filter(({ half }) => half).map(widened), ...this.#nodes],
      initializer: [...stored, ...[...this.#shapes].map(([name, values]) => shapeOf(name, values))],
      input: this.#inputs.map(({ name, shape }) => infoOf(name, shape)),
      output: Object.entries(outputs).map(([name, { shape }]) => infoOf(name, shape)),
    };
  }

  #unused(wanted: string): string {
    let name = wanted;
    for (let n = 2; this.#names.has(name); n++) name = `${wanted}_${n}`;
    this.#names.add(name);
    return name;
  }
}
