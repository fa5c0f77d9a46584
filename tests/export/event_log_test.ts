import { assertEquals } from "@std/assert";
import { openEventLog } from "../../lib/export/event_log.ts";
import { eventCodec } from "../../lib/export/event_messages.ts";
import { crc32c, frameRecord, readRecords } from "../../lib/export/tf_record.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

Deno.test("CRC-32C of RFC 3720's examples", () => {
  assertEquals(crc32c(bytes("123456789")), 0xe3069283);
  assertEquals(crc32c(new Uint8Array(32)), 0x8a9136aa);
  assertEquals(crc32c(new Uint8Array(32).fill(255)), 0x62a8ab43);
});

Deno.test("records are read back, up to the first that is cut short or damaged", () => {
  const parts = ["one", "", "three"].map((text) => frameRecord(bytes(text)));
  const file = Uint8Array.from(parts.flatMap((part) => [...part]));
  const read = (data: Uint8Array) =>
    [...readRecords(data)].map((record) => new TextDecoder().decode(record));
  assertEquals(read(file), ["one", "", "three"]);
  for (let length = 0; length < file.length; length++) {
    const whole = parts.filter((_, i) =>
      parts.slice(0, i + 1).reduce((sum, part) => sum + part.length, 0) <= length
    );
    assertEquals(read(file.subarray(0, length)).length, whole.length, `${length} bytes`);
  }
  for (const at of [0, 9, 13, parts[0].length - 1]) {
    const damaged = file.slice();
    damaged[at] ^= 1;
    assertEquals(read(damaged), [], `byte ${at}`);
  }
});

/** Tags and steps of a file, the first record, which names the version, left out. */
async function entries(path: string): Promise<[tag: string, step: number][]> {
  const [first, ...events] = [...readRecords(await Deno.readFile(path))]
    .map((record) => eventCodec.decode("Event", record));
  assertEquals(first.fileVersion, "brain.Event:2");
  return events.flatMap(({ step, summary }) =>
    summary!.value!.map(({ tag }): [string, number] => [tag!, Number(step)])
  );
}

Deno.test("a log that is opened again drops what its run will do again, and nothing else", async () => {
  const folder = await Deno.makeTempDir(), path = `${folder}/events.out.tfevents.im2im`;
  const scalar = (stage: 1 | 2, step: number) => ({
    stage,
    step,
    losses: { loss: step },
    imagesPerSecond: 10,
  });
  const picture = { width: 1, height: 1, png: new Uint8Array([1]) };
  {
    using log = await openEventLog(path, { step1: 0, step2: 0 });
    await log.picture(1, 0, "samples", picture);
    for (const step of [2, 4]) await log.write(scalar(1, step));
    await log.write({ ...scalar(1, 5), losses: null });
    await log.picture(1, 4, "samples", picture);
    for (const step of [1, 2, 3]) await log.write(scalar(2, step));
  }
  const of = (stage: number, step: number): [string, number][] => [
    [`stage${stage}/loss`, step],
    [`stage${stage}/images_per_second`, step],
  ];
  const first: [string, number][] = [["stage1/samples", 0], ...of(1, 2), ...of(1, 4)];
  const whole = [...first, ["stage1/samples", 4] as [string, number]];
  assertEquals(await entries(path), [...whole, ...of(2, 1), ...of(2, 2), ...of(2, 3)]);
  const reopened = async (step1: number, step2: number) => {
    (await openEventLog(path, { step1, step2 }))[Symbol.dispose]();
    return await entries(path);
  };
  assertEquals(await reopened(4, 2), [...whole, ...of(2, 1), ...of(2, 2)]);
  await Deno.writeFile(path, new Uint8Array([7, 7, 7]), { append: true }); // a crash
  assertEquals(await reopened(4, 0), whole);
  assertEquals(await reopened(3, 0), [["stage1/samples", 0], ...of(1, 2)]);
  assertEquals(await reopened(0, 0), []);
  assertEquals([...Deno.readDirSync(folder)].map(({ name }) => name), [
    "events.out.tfevents.im2im",
  ]);
  await Deno.remove(folder, { recursive: true });
});
