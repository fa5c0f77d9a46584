import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { decodeSafetensors, encodeSafetensors } from "../../lib/checkpoint/safetensors.ts";

/** A file out of any header text and data. */
function fileOf(header: string, data: number[] = []): Uint8Array {
  const text = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + text.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  bytes.set(data, 8 + text.length);
  return bytes;
}

/** Whatever the bytes are: either they decode, or there is a TypeError that says why. */
function decodesOrRefuses(bytes: Uint8Array): void {
  try {
    decodeSafetensors(bytes);
  } catch (error) {
    assert(error instanceof TypeError, `${error}`);
    assert(error.message.startsWith("Not a readable safetensors file: "), error.message);
  }
}

const example = {
  arrays: {
    "g/w": { shape: [2, 3], values: Float32Array.of(0, -1.5, 3e38, 1e-45, -0, 0.1) },
    scalar: { shape: [], values: Float32Array.of(7) },
    empty: { shape: [0, 4], values: new Float32Array(0) },
  },
  metadata: { im2im: '{"step":3}', note: "Grüße" },
};

Deno.test("a file reads back bit for bit, metadata too", () => {
  const read = decodeSafetensors(encodeSafetensors(example));
  assertEquals<Record<string, string>>({ ...read.metadata }, example.metadata);
  assertEquals(Object.keys(read.arrays), Object.keys(example.arrays));
  for (const [name, { shape, values }] of Object.entries(example.arrays)) {
    assertEquals([...read.arrays[name].shape], shape);
    assertEquals(new Uint8Array(read.arrays[name].values.buffer), new Uint8Array(values.buffer));
  }
});

Deno.test("the bytes are laid out as the format says", () => {
  const bytes = encodeSafetensors({
    arrays: { a: { shape: [1], values: Float32Array.of(1) } },
    metadata: {},
  });
  const header = '{"__metadata__":{},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}';
  assertEquals(bytes[0], Math.ceil(header.length / 8) * 8);
  assertEquals([...bytes.subarray(1, 8)], [0, 0, 0, 0, 0, 0, 0]);
  assertEquals(new TextDecoder().decode(bytes.subarray(8, 8 + bytes[0])).trimEnd(), header);
  assertEquals([...bytes.subarray(8 + bytes[0])], [0, 0, 0x80, 0x3f]); // 1.0, little-endian
});

Deno.test("F16 halves the data and rounds to the nearest half", () => {
  const values = Float32Array.of(1, -2, 0.1, 70000);
  const bytes = encodeSafetensors({ arrays: { a: { shape: [4], values } }, metadata: {} }, "F16");
  assertEquals([...bytes.subarray(-8)], [0x00, 0x3c, 0x00, 0xc0, 0x66, 0x2e, 0x00, 0x7c]);
  const read = decodeSafetensors(bytes).arrays.a.values;
  assertEquals([...read], [1, -2, Math.fround(0.0999755859375), Infinity]);
});

Deno.test("an array that does not fit its shape is not written", () => {
  const arrays = { a: { shape: [2, 2], values: new Float32Array(3) } };
  assertThrows(() => encodeSafetensors({ arrays, metadata: {} }), TypeError, "3 values");
});

Deno.test("names that JavaScript treats specially are only names", () => {
  const header = '{"__proto__":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}';
  const { arrays } = decodeSafetensors(fileOf(header, [0, 0, 0, 64]));
  assertEquals(Object.keys(arrays), ["__proto__"]);
  assertEquals([...arrays["__proto__"].values], [2]);
  assertEquals(({} as Record<string, unknown>).shape, undefined);
});

Deno.test("hand-made hostile headers are refused with the reason", () => {
  const entry = (fields: object) =>
    JSON.stringify({ a: { dtype: "F32", shape: [1], data_offsets: [0, 4], ...fields } });
  const cases: [string, Uint8Array][] = [
    ["shorter than 8 bytes", new Uint8Array(7)],
    ["header is too long", new Uint8Array(16).fill(255)],
    ["ends inside its header", fileOf("{}").subarray(0, 9)],
    ["not JSON", fileOf("{")],
    ["not an object", fileOf("[]")],
    ["not an object", fileOf("null")],
    ["malformed", fileOf('{"a":null}')],
    ["malformed", fileOf(entry({ dtype: "I64" }), [0, 0, 0, 0])],
    ["malformed", fileOf(entry({ shape: [-1] }), [0, 0, 0, 0])],
    ["malformed", fileOf(entry({ shape: [0.5] }), [0, 0, 0, 0])],
    ["malformed", fileOf(entry({ data_offsets: [4, 0] }), [0, 0, 0, 0])],
    ["malformed", fileOf(entry({ data_offsets: [0, 2 ** 60] }), [0, 0, 0, 0])],
    ["ends inside", fileOf(entry({}), [0, 0, 0])],
    ["does not fit its shape", fileOf(entry({ shape: [2] }), [0, 0, 0, 0])],
    ["does not fit its shape", fileOf(entry({ shape: [2 ** 31, 2 ** 31] }), [0, 0, 0, 0])],
    ["overlap or leave gaps", fileOf(entry({}), [0, 0, 0, 0, 0])],
    ["metadata is not text", fileOf('{"__metadata__":{"a":1}}')],
    ["metadata is not text", fileOf('{"__metadata__":7}')],
  ];
  for (const [reason, bytes] of cases) {
    assertThrows(() => decodeSafetensors(bytes), TypeError, reason);
  }
});

Deno.test("two arrays over the same bytes are refused", () => {
  const entry = { dtype: "F32", shape: [1], data_offsets: [0, 4] };
  const bytes = fileOf(JSON.stringify({ a: entry, b: entry }), [0, 0, 0, 0]);
  assertThrows(() => decodeSafetensors(bytes), TypeError, "overlap");
});

Deno.test("an overlap is refused where a gap of the same length makes up for it", () => {
  const entry = { dtype: "F32", shape: [1], data_offsets: [0, 4] };
  const bytes = fileOf(JSON.stringify({ a: entry, b: entry }), Array(8).fill(0));
  assertThrows(() => decodeSafetensors(bytes), TypeError, 'overlap or leave gaps before "b"');
});

Deno.test("arrays may lie in any order, empty ones anywhere", () => {
  const entry = (start: number, count: number) => ({
    dtype: "F32",
    shape: [count],
    data_offsets: [start, start + 4 * count],
  });
  const header = JSON.stringify({ b: entry(4, 1), none: entry(4, 0), a: entry(0, 1) });
  const { arrays } = decodeSafetensors(fileOf(header, [0, 0, 0, 64, 0, 0, 0, 65]));
  assertEquals([...arrays.a.values, ...arrays.b.values, ...arrays.none.values], [2, 8]);
});

Deno.test("a key that stands twice is refused, however it is spelt", () => {
  const entry = '{"dtype":"F32","shape":[1],"data_offsets":[0,4]}';
  for (
    const header of [
      `{"a":${entry},"a":${entry}}`,
      `{"a":${entry},"\\u0061" :${entry}}`,
      `{"__metadata__":{"a":"1","a":"2"},"b":${entry}}`,
    ]
  ) {
    assertThrows(
      () => decodeSafetensors(fileOf(header, [0, 0, 0, 0])),
      TypeError,
      'has "a" twice',
    );
  }
  const twiceInText = `{"__metadata__":{"a":"{\\"a\\":1,\\"a\\":2}"},"b":${entry}}`;
  assertEquals([...decodeSafetensors(fileOf(twiceInText, [0, 0, 0, 0])).arrays.b.values], [0]);
});

Deno.test("every truncation of a file is refused", () => {
  const bytes = encodeSafetensors(example);
  for (let length = 0; length < bytes.length; length++) {
    assertThrows(() => decodeSafetensors(bytes.subarray(0, length)), TypeError);
  }
});

Deno.test("random arrays survive; random and mutated bytes give a TypeError at worst", () => {
  const shapes = fc.array(fc.nat(4), { maxLength: 3 });
  const arrays = fc.dictionary(fc.string(), shapes, { maxKeys: 4 }).filter((d) =>
    !("__metadata__" in d)
  );
  fc.assert(fc.property(arrays, (named) => {
    const filled = Object.fromEntries(
      Object.entries(named).map(([name, shape]) => {
        const size = shape.reduce((a, b) => a * b, 1);
        return [name, { shape, values: Float32Array.from({ length: size }, (_, i) => i - 1.5) }];
      }),
    );
    const read = decodeSafetensors(encodeSafetensors({ arrays: filled, metadata: {} }));
    assertEquals({ ...read.arrays }, filled);
  }));
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), decodesOrRefuses));
  fc.assert(fc.property(fc.json(), (text) => decodesOrRefuses(fileOf(text))));
  const good = encodeSafetensors(example);
  fc.assert(
    fc.property(fc.nat(good.length - 1), fc.nat(255), (at, byte) => {
      const bytes = good.slice();
      bytes[at] = byte;
      decodesOrRefuses(bytes);
    }),
    { numRuns: 500 },
  );
});

const python = `
import json, struct, sys
data = sys.stdin.buffer.read()
length, = struct.unpack("<Q", data[:8])
header = json.loads(data[8:8 + length])
meta = header.pop("__metadata__")
body = data[8 + length:]
out = {n: struct.unpack("<%df" % ((e["data_offsets"][1] - e["data_offsets"][0]) // 4),
       body[slice(*e["data_offsets"])]) for n, e in header.items()}
print(json.dumps({"meta": meta, "shapes": {n: e["shape"] for n, e in header.items()}, "values": out}))
`;

async function pythonIsThere(): Promise<boolean> {
  try {
    return (await new Deno.Command("python3", { args: ["--version"] }).output()).success;
  } catch {
    return false;
  }
}

Deno.test({
  name: "Python's struct and json read the same numbers",
  ignore: !await pythonIsThere(),
  async fn() {
    const child = new Deno.Command("python3", {
      args: ["-c", python],
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    const writer = child.stdin.getWriter();
    await writer.write(encodeSafetensors(example));
    await writer.close();
    const { stdout } = await child.output();
    const { meta, shapes, values } = JSON.parse(new TextDecoder().decode(stdout));
    assertEquals(meta, example.metadata);
    for (const [name, array] of Object.entries(example.arrays)) {
      assertEquals(shapes[name], array.shape);
      assertEquals(values[name], [...array.values]);
    }
  },
});
