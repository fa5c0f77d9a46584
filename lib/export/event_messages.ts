/**
 * The messages of an event file, as far as a run writes them.
 *
 * Source: event.proto and summary.proto of https://github.com/tensorflow/tensorboard, compat/proto
 *
 * @module
 */
import { type Codec, type Message, protobufCodec } from "./protobuf.ts";

/** Names and numbers of the fields. */
export const eventMessages = {
  Event: {
    wallTime: [1, "double"],
    step: [2, "int64"],
    fileVersion: [3, "string"],
    summary: [5, "Summary"],
  },
  Summary: { value: [1, "SummaryValue", "repeated"] },
  SummaryValue: { tag: [1, "string"], simpleValue: [2, "float"], image: [4, "SummaryImage"] },
  SummaryImage: {
    height: [1, "int32"],
    width: [2, "int32"],
    colorspace: [3, "int32"],
    encodedImageString: [4, "bytes"],
  },
} as const;

/** One record: numbers or pictures at a step. */
export type EventMessage = Message<typeof eventMessages, "Event">;

/** Writes and reads them. */
export const eventCodec: Codec<typeof eventMessages> = protobufCodec(eventMessages);
