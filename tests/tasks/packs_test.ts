import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { runTask, taskWords, writeDomains } from "./task_process.ts";

const folder = await Deno.makeTempDir();
globalThis.addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));
await writeDomains(`${folder}/photos`, { cats: 12, dogs: 12 });

const tiny = "--preset tiny --gf 2 --df 2 --ef 2 --z 4 --backend wasm".split(" ");
const train = ["--out", "run", ...tiny, "--batch", "8", "--steps1", "1", "--steps2", "1"];
const names = async (path: string) =>
  (await Array.fromAsync(Deno.readDir(`${folder}/${path}`), ({ name }) => name)).sort();

Deno.test("a disk too full for the packed images: what is advised can be done", {
  ignore: Deno.build.os === "windows",
}, async () => {
  // The shell sees to it that no file can grow beyond 8 KiB.
  const { code, stderr } = await new Deno.Command("sh", {
    args: [
      ...["-c", `trap "" XFSZ; ulimit -f 16; exec "$0" "$@"`, Deno.execPath()],
      ...taskWords("train", ["--data", "photos", ...train]),
    ],
    cwd: folder,
    env: { NO_COLOR: "1" },
  }).output();
  const said = new TextDecoder().decode(stderr);
  assertEquals(code, 2, said);
  assertMatch(said, /^Error: Cannot write runs\/packs\/photos-32-\w+\.pack: File too large/m);
  assertStringIncludes(said, "make room, or choose another folder for packs (packDir; --packs of");
  assertEquals(await names("runs/packs"), []);
  await Deno.remove(`${folder}/runs`, { recursive: true });

  const elsewhere = ["--packs", "other disk"];
  const first = await runTask("train", ["--data", "photos", ...train, ...elsewhere], folder);
  assertEquals(first.code, 0, first.stderr);
  const packs = await names("other disk");
  assertEquals(packs.map((name) => name.replace(/[0-9a-f]{12}/, "HASH")), [
    "photos-32-HASH.pack",
    "photos-32-HASH.stamps",
  ]);
  const { code: scored, stderr: complaint, stdout } = await runTask(
    "evaluate",
    ["--model", "run", "--backend", "wasm", ...elsewhere],
    folder,
  );
  assertEquals(scored, 0, complaint);
  assertEquals([await names("other disk"), stdout.includes("Packing")], [packs, false]);
  assertEquals(await names("."), ["other disk", "photos", "run"]);
});

Deno.test("a dry run accepts the batch that the real run does", async () => {
  const { code, stderr } = await runTask(
    "train",
    ["--dry-run", "--data", "faces", "--out", "new", ...tiny, "--batch", "256"],
    folder,
  );
  assertEquals(code, 0, stderr);
});
