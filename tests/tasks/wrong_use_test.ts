import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { runTask, taskCommands, taskWords, writeDomains } from "./task_process.ts";

const folder = await Deno.makeTempDir();
globalThis.addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));

await writeDomains(folder + "/photos", { cats: 12, dogs: 12 });
await writeDomains(folder + "/few", { cats: 12, dogs: 2 });
await Deno.symlink("photos/cats", folder + "/link");
await writeDomains(folder + "/listed", { cats: 12, dogs: 12 });
await Deno.writeTextFile(folder + "/listed/held_out.txt", "cats/0.png\ncats/1.jpg\n");
await writeDomains(folder + "/one", { cats: 3 });
await Deno.mkdir(folder + "/empty");
await Deno.mkdir(folder + "/bad/cats", { recursive: true });
await writeDomains(folder + "/bad", { dogs: 4 });
await Deno.writeTextFile(folder + "/bad/cats/a.png", "not a picture");
await Deno.mkdir(folder + "/words");
await Deno.writeTextFile(folder + "/words/a.safetensors", "not a checkpoint");

const train = ["train", "--preset", "tiny", "--batch", "8", "--out", "new"];
const photos = [...train, "--data", "photos"];

/** What is typed, and what the one sentence must say. */
const cases: [words: string[], ...parts: string[]][] = [
  [[...photos, "--bacth", "4"], "Unknown option --bacth", "did you mean --batch?"],
  [[...photos, "extra"], '"extra" belongs to no option'],
  [[...photos, "--gf", "many"], "--gf must be an integer"],
  [[...photos, "--gf", "0"], "--gf must be from 1 to 512, got 0"],
  [[...photos, "--size", "48"], "--size must be one of 32, 64, 128"],
  [["train", "--data", "photos", "--out", "new", "--preset", "huge"], "--preset must be one of"],
  [["train", "--data", "photos"], "--out RUN is required"],
  [train, "--data SPEC is required"],
  [[...photos, "--tune", "--backend", "wasm"], "--tune is for webgpu, this run is on wasm"],
  [[...photos, "--resume"], "--out new holds no checkpoint to resume from"],
  [[...photos, "--together"], "--together trains on from weights: give --from RUN"],
  [[...photos, "--stage", "2"], "--stage 2 needs a finished stage 1"],
  [[...train, "--data", "missing"], "missing"],
  [[...train, "--data", "empty"], "empty has no subfolder", "two or more domains"],
  [[...train, "--data", "one"], "one has only the subfolder cats", "two or more domains"],
  [[...train, "--data", "few"], "Domain dogs of few", "lower --batch"],
  [[...train, "--data", "bad"], "Domain cats of bad", "add pictures", "bad/cats/a.png"],
  [[...train, "--data", "celeba:photos"], "photos is not the CelebA layout"],
  [["train", "--data", "photos", "--out", "photos/cats/0.png/run"], "is a file, or below one"],
  [["train", "--data", "photos", "--out", "/proc/im2im"], "--out /proc/im2im cannot be written"],
  [[...photos.with(6, "photos/run")], "--out photos/run lies in photos", "name a place outside it"],
  [[...photos.with(6, "link/new")], "--out link/new lies in photos", "name a place outside it"],
  [[...train, "--data", "listed"], "line 2: cats/1.jpg (nearest: cats/1.png)"],
  [[...photos, "--packs", "link/packs"], "--packs link/packs lies in photos", "outside it"],
  [[...photos, "--packs", "/proc/im2im"], "--packs /proc/im2im cannot be written"],
  [["translate", "--model", "x"], "--in PATH is required"],
  [["translate", "--in", "x", "--out", "y"], "--to DOMAIN is required"],
  [["evaluate", "--model", "missing"], "missing cannot be read", "name a run"],
  [["evaluate", "--model", "words/a.safetensors"], "words/a.safetensors", "Not a readable"],
  [["demo", "--stpes1", "4"], "Unknown option --stpes1: did you mean --steps1?"],
];

for (const [words, ...parts] of cases) {
  Deno.test(`wrong use: ${words.join(" ")}`, async () => {
    const [name, ...args] = words;
    const { code, stderr, stdout } = await runTask(name, args, folder);
    assertEquals(code, 2, stdout + stderr);
    const sentence = stderr.trim();
    assert(!sentence.includes("\n"), stderr);
    assert(sentence.startsWith("Error: ") && !sentence.endsWith("."), stderr);
    for (const part of parts) assertStringIncludes(sentence, part);
    assertEquals(await Deno.stat(`${folder}/new`).catch(() => "nothing"), "nothing");
  });
}

Deno.test("a backend that is missing is wrong use; auto trains without it", {
  // Only a machine without a driver can show it here; select_backend_test.ts shows it anywhere.
  ignore: await navigator.gpu?.requestAdapter() !== null,
}, async () => {
  const { code, stderr } = await runTask(
    "train",
    [...photos.slice(1), "--backend", "webgpu"],
    folder,
  );
  assertEquals(code, 2);
  assertStringIncludes(stderr, "use wasm or auto");
});

Deno.test("--help names every option and does nothing else", async () => {
  for (const name of ["demo", "train", "translate", "evaluate"]) {
    const { code, stdout, stderr } = await runTask(name, ["--help"], folder);
    assertEquals([code, stderr.trim()], [0, ""]);
    assertStringIncludes(stdout, `Usage: deno task ${name} `);
    assertStringIncludes(stdout, "\n  --backend NAME");
  }
});

Deno.test("no task has every permission, and no training or scoring task the network", () => {
  for (const [name, command] of Object.entries(taskCommands)) {
    // Playwright reads /proc, which Deno lets nobody do with less.
    if (name === "test:page") continue;
    assert(!/(\s|^)(-A|--allow-all)(\s|$)/.test(command), name);
  }
  for (const name of ["demo", "train", "translate", "evaluate"]) {
    assert(!taskCommands[name].includes("--allow-net"), name);
    assertStringIncludes(taskCommands[name], "--no-prompt");
  }
  assertStringIncludes(taskCommands.demo, "--allow-write=runs ");
});

Deno.test("a batch that cannot fit into memory is refused before anything is read", async () => {
  const words = "--data photos --preset tiny --out new --backend wasm --batch 1008 --size 128";
  const { code, stderr } = await runTask("train", words.split(" "), folder);
  assertEquals(code, 1, stderr);
  assertStringIncludes(stderr, "Error: A step of stage 1 with a batch of 1008 at 128x128 takes");
  assertStringIncludes(stderr, "or less, smaller images or a smaller gf");
  assertEquals(await Deno.stat(`${folder}/new`).catch(() => "nothing"), "nothing");
});

Deno.test("tasks may start what they are for, and write where that is known", () => {
  const programs = (name: string) => /--allow-run(\S*)/.exec(taskCommands[name])?.[1];
  assertEquals(programs("crop"), "=ffmpeg,runs/tools/ffmpeg");
  assertEquals(programs("swap"), "=ffmpeg,runs/tools/ffmpeg");
  assertEquals(programs("fetch-faces"), "=npm,tar,ffmpeg,runs/tools/ffmpeg");
  for (const name of ["demo", "train", "translate", "evaluate", "recipes", "score-swap"]) {
    assertEquals(programs(name), undefined, name);
  }
  // Only here is a program named by the user.
  const free = Object.keys(taskCommands).filter((name) => programs(name) === "");
  assertEquals(free.filter((name) => name !== "bench" && !name.startsWith("test")), []);
  assertStringIncludes(taskCommands.notebooks, "--allow-write=notebooks,runs ");
  assertStringIncludes(taskCommands.jupyter, "--allow-write=runs ");
});

Deno.test("an FFMPEG that a task may not start is named with the remedy", async () => {
  await Deno.copyFile(Deno.execPath(), `${folder}/another`);
  await Deno.mkdir(`${folder}/videos/someone`, { recursive: true });
  await Deno.writeTextFile(`${folder}/videos/someone/a.mp4`, "");
  const { stderr, code } = await new Deno.Command(Deno.execPath(), {
    args: taskWords("crop", ["--in", "videos", "--out", "crops"]),
    cwd: folder,
    env: { NO_COLOR: "1", FFMPEG: `${folder}/another` },
  }).output();
  const said = new TextDecoder().decode(stderr);
  assertEquals(code, 2, said);
  assertStringIncludes(
    said,
    `FFMPEG names ${folder}/another, which this program has no permission`,
  );
  assertStringIncludes(said, "put the folder of that ffmpeg first in PATH");
});
