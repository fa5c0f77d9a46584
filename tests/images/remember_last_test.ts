import { assertEquals } from "@std/assert";
import { rememberLast } from "../../lib/images/remember_last.ts";

Deno.test("the same bytes are not asked twice in a row, and others are", () => {
  let asked = 0;
  const sum = rememberLast((bytes) => {
    asked++;
    return bytes.reduce((a, b) => a + b, 0);
  });
  const bytes = Uint8Array.of(1, 2);
  assertEquals([sum(bytes), sum(Uint8Array.of(1, 2)), asked], [3, 3, 1]);
  bytes[0] = 7; // the caller's bytes are the caller's
  assertEquals([sum(Uint8Array.of(1, 2)), asked], [3, 1]);
  assertEquals([sum(bytes), sum(Uint8Array.of(1)), asked], [9, 1, 3]);
});
