/**
 * Protocol buffers from a table of messages, written by `@bufbuild/protobuf`: no code is generated.
 *
 * Source: https://protobuf.dev/programming-guides/encoding
 *
 * @module
 */
import { create, createFileRegistry, fromBinary, toBinary } from "@bufbuild/protobuf";
import {
  FieldDescriptorProto_Label as Label,
  FieldDescriptorProto_Type as Type,
  FileDescriptorProtoSchema,
} from "@bufbuild/protobuf/wkt";

const SCALARS = {
  bytes: Type.BYTES,
  double: Type.DOUBLE,
  float: Type.FLOAT,
  int32: Type.INT32,
  int64: Type.INT64,
  string: Type.STRING,
} as const;

/** TypeScript types of the scalars. */
interface ScalarValue {
  readonly bytes: Uint8Array;
  readonly double: number;
  readonly float: number;
  readonly int32: number;
  readonly int64: bigint;
  readonly string: string;
}

/** A field: its number, its type (a scalar's, or a message of the table), and whether it repeats. */
export type FieldRow =
  | readonly [number: number, type: string]
  | readonly [number: number, type: string, repeated: "repeated"];

/** Messages by name, their fields by name in camelCase. */
export type MessageTable = Readonly<Record<string, Readonly<Record<string, FieldRow>>>>;

type Value<T extends MessageTable, Name> = Name extends keyof ScalarValue ? ScalarValue[Name]
  : Name extends keyof T ? Message<T, Name>
  : never;

/** What a message of a table holds; every field may be left out. */
export type Message<T extends MessageTable, Name extends keyof T> = {
  readonly [F in keyof T[Name]]?: T[Name][F] extends readonly [number, infer V, "repeated"]
    ? readonly Value<T, V>[]
    : Value<T, T[Name][F][1]>;
};

/** Writes and reads the messages of a table. */
export interface Codec<T extends MessageTable> {
  /** The bytes of a message. */
  encode<Name extends keyof T & string>(name: Name, message: Message<T, Name>): Uint8Array;
  /** A message from its bytes. Throws an Error if they are damaged. */
  decode<Name extends keyof T & string>(name: Name, bytes: Uint8Array): Message<T, Name>;
}

/**
 * Makes a codec. Optional fields keep apart what is unset and what is zero, as proto2 does.
 *
 * @param table the messages; only the fields that are used need a row
 */
export function protobufCodec<const T extends MessageTable>(table: T): Codec<T> {
  const file = create(FileDescriptorProtoSchema, {
    name: "table.proto",
    syntax: "proto2",
    messageType: Object.entries(table).map(([name, fields]) => ({
      name,
      field: Object.entries(fields).map(([fieldName, [number, type, repeated]]) => ({
        name: fieldName,
        number,
        label: repeated ? Label.REPEATED : Label.OPTIONAL,
        ...(type in SCALARS
          ? { type: SCALARS[type as keyof typeof SCALARS] }
          : { type: Type.MESSAGE, typeName: `.${type}` }),
      })),
    })),
  });
  const registry = createFileRegistry(file, () => undefined);
  const schemaOf = (name: string) => registry.getMessage(name)!;
  return {
    encode(name, message) {
      const schema = schemaOf(name);
      return toBinary(schema, create(schema, message as Record<string, never>));
    },
    decode(name, bytes) {
      return fromBinary(schemaOf(name), bytes) as unknown as Message<T, typeof name>;
    },
  };
}
