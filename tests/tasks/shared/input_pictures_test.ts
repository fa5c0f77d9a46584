import { assertEquals, assertRejects } from "@std/assert";
import { nearestPath, pairPictures } from "../../../tasks/shared/input_pictures.ts";
import { UsageError } from "../../../tasks/shared/usage_error.ts";

const root = await Deno.makeTempDir();
globalThis.addEventListener("unload", () => Deno.removeSync(root, { recursive: true }));
for (const path of ["photos/cats/a.png", "photos/cats/a.jpg", "photos/cats/.hidden", "b.gif"]) {
  await Deno.mkdir(`${root}/${path}`.replace(/[^/]*$/, ""), { recursive: true });
  await Deno.writeTextFile(`${root}/${path}`, "");
}

const pair = (input: string, output: string, domains = ["cats"], nearest = false) =>
  pairPictures({ input: `${root}/${input}`, output: `${root}/${output}`, domains, nearest });
const outputs = async (...args: Parameters<typeof pair>) =>
  (await pair(...args)).flatMap(({ to }) => to.map((path) => path.slice(root.length + 1)));

Deno.test("one domain: file to file, file to folder, folder to folder, none twice", async () => {
  assertEquals(await outputs("b.gif", "x.png"), ["x.png"]);
  assertEquals(await outputs("b.gif", "photos"), ["photos/b.png"]);
  assertEquals(await outputs("b.gif", "new/"), ["new/b.png"]);
  assertEquals(await outputs("photos/cats", "new"), ["new/a.png", "new/a.png.png"]);
});

Deno.test("several domains: a subfolder for each, of a file as of a folder", async () => {
  const both = ["cats", "dogs"];
  assertEquals(await outputs("b.gif", "new", both), ["new/cats/b.png", "new/dogs/b.png"]);
  assertEquals(await outputs("photos/cats", "new", both), [
    "new/cats/a.png",
    "new/dogs/a.png",
    "new/cats/a.png.png",
    "new/dogs/a.png.png",
  ]);
  await assertRejects(
    () => pair("b.gif", "x.png", both),
    UsageError,
    "x.png is one picture, but --to names 2 domains: name a folder",
  );
});

Deno.test("no input is overwritten, wherever --out leads, and no output is written twice", async () => {
  await assertRejects(() => pair("photos/cats", "photos/cats"), UsageError, "the folder of --in");
  for (
    const args of [
      ["photos/cats/a.png", "photos/cats/a.png"],
      ["photos/cats/a.png", "photos/cats"],
      ["photos/cats/a.png", "photos/cats/"],
      ["photos/cats", "photos", ["cats", "dogs"]],
    ] as Parameters<typeof pair>[]
  ) {
    await assertRejects(() => pair(...args), UsageError, "which is --in itself: name another");
  }
  await Deno.symlink(`${root}/photos/cats`, `${root}/link`);
  await Deno.symlink(`${root}/photos`, `${root}/pictures`);
  await assertRejects(() => pair("photos/cats", "link"), UsageError, "the folder of --in");
  await assertRejects(() => pair("pictures/cats", "photos/cats"), UsageError, "the folder of --in");
  for (
    const args of [
      ["photos/cats/a.png", "link"],
      ["photos/cats/a.png", "link/a.png"],
      ["photos/cats", "pictures", ["cats", "dogs"]],
    ] as Parameters<typeof pair>[]
  ) {
    await assertRejects(() => pair(...args), UsageError, "which is --in itself");
  }
  await Deno.mkdir(`${root}/hard`);
  await Deno.link(`${root}/photos/cats/a.png`, `${root}/hard/a.png`);
  await assertRejects(() => pair("photos/cats", "hard"), UsageError, "which is --in itself (it is");
  const mix = { option: "--mix", paths: [`${root}/b.gif`] };
  await Deno.symlink(`${root}/b.gif`, `${root}/x.png`);
  await assertRejects(
    () =>
      pairPictures({
        ...{ input: `${root}/photos/cats/a.png`, output: `${root}/x.png` },
        ...{ domains: ["cats"], nearest: false, others: [mix] },
      }),
    UsageError,
    "which is --mix itself",
  );
  await Deno.remove(`${root}/x.png`);
  assertEquals(nearestPath("x/a.PNG"), "x/a-nearest.png");
  await Deno.writeTextFile(`${root}/photos/cats/a-nearest.png`, "");
  assertEquals((await outputs("photos/cats", "new")).length, 3);
  await assertRejects(
    () => pair("photos/cats", "new", ["cats"], true),
    UsageError,
    "a-nearest.png twice: rename",
  );
});

Deno.test("names that a file system may take for one, and names that are too long, stay apart", async () => {
  const long = "n".repeat(250);
  await Deno.mkdir(`${root}/odd`);
  for (const name of ["A.jpg", "a.jpg", `${long}1.jpg`, `${long}2.j`, `${long}2.jp`]) {
    await Deno.writeTextFile(`${root}/odd/${name}`, "");
  }
  const files = await pairPictures({
    ...{ input: `${root}/odd`, output: `${root}/new`, domains: ["cats"], nearest: true },
  });
  const names = files.map(({ to }) => to[0].slice(root.length + 5));
  assertEquals(names.slice(0, 2), ["A.png", "a.jpg.png"]);
  assertEquals(new Set(names).size, 5);
  assertEquals(files.map(({ shortened }) => shortened), [false, false, true, true, true]);
  for (const name of names) {
    await Deno.writeTextFile(`${root}/${nearestPath(name)}`, ""); // fits
    await Deno.remove(`${root}/${nearestPath(name)}`);
  }
});
