/**
 * The messages of an ONNX file, as far as the export writes them.
 *
 * Source: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 *
 * @module
 */
import { type Codec, type Message, protobufCodec } from "./protobuf.ts";

/** Names and numbers of the fields. */
export const onnxMessages = {
  ModelProto: {
    irVersion: [1, "int64"],
    producerName: [2, "string"],
    producerVersion: [3, "string"],
    docString: [6, "string"],
    graph: [7, "GraphProto"],
    opsetImport: [8, "OperatorSetIdProto", "repeated"],
    metadataProps: [14, "StringStringEntryProto", "repeated"],
  },
  OperatorSetIdProto: { domain: [1, "string"], version: [2, "int64"] },
  StringStringEntryProto: { key: [1, "string"], value: [2, "string"] },
  GraphProto: {
    node: [1, "NodeProto", "repeated"],
    name: [2, "string"],
    initializer: [5, "TensorProto", "repeated"],
    input: [11, "ValueInfoProto", "repeated"],
    output: [12, "ValueInfoProto", "repeated"],
  },
  NodeProto: {
    input: [1, "string", "repeated"],
    output: [2, "string", "repeated"],
    name: [3, "string"],
    opType: [4, "string"],
    attribute: [5, "AttributeProto", "repeated"],
  },
  AttributeProto: {
    name: [1, "string"],
    f: [2, "float"],
    i: [3, "int64"],
    ints: [8, "int64", "repeated"],
    type: [20, "int32"],
  },
  TensorProto: {
    dims: [1, "int64", "repeated"],
    dataType: [2, "int32"],
    name: [8, "string"],
    rawData: [9, "bytes"],
  },
  ValueInfoProto: { name: [1, "string"], type: [2, "TypeProto"], docString: [3, "string"] },
  TypeProto: { tensorType: [1, "TensorTypeProto"] },
  TensorTypeProto: { elemType: [1, "int32"], shape: [2, "TensorShapeProto"] },
  TensorShapeProto: { dim: [1, "DimensionProto", "repeated"] },
  DimensionProto: { dimValue: [1, "int64"], dimParam: [2, "string"] },
} as const;

/** A message of an ONNX file. */
export type OnnxMessage<Name extends keyof typeof onnxMessages> = Message<
  typeof onnxMessages,
  Name
>;

/** Numbers of the tensor types that are written. */
export const ONNX_TYPE = { FLOAT: 1, INT64: 7, FLOAT16: 10 } as const;

/** Numbers of the attribute types that are written. */
export const ONNX_ATTRIBUTE = { FLOAT: 1, INT: 2, INTS: 7 } as const;

/** Writes and reads them. */
export const onnxCodec: Codec<typeof onnxMessages> = protobufCodec(onnxMessages);
