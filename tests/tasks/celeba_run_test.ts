import { assertEquals, assertStringIncludes } from "@std/assert";
import { inTemporaryFolder } from "../data/temporary_folder.ts";
import { runTask, writeDomains } from "./task_process.ts";

/** CelebA's layout with 24 pictures of noise, 40x36; one in three is blurry. */
async function writeCeleba(root: string): Promise<void> {
  await writeDomains(root, { img: 24 });
  const rows = Array.from({ length: 24 }, (_, i) => `${i}.png ${i % 2 || -1} ${i % 3 ? -1 : 1}`);
  await Deno.writeTextFile(
    `${root}/list_attr_celeba.txt`,
    ["Male Blurry", ...rows].join("\n") + "\n",
  );
}

Deno.test("a run remembers --crop and --without: resume and evaluate need not be told", () =>
  inTemporaryFolder(async (folder) => {
    await writeCeleba(`${folder}/celeba`);
    const run = async (name: string, ...args: string[]) => {
      const { code, stdout, stderr } = await runTask(name, args, folder);
      return { code, said: stdout + stderr };
    };
    const small = ["--gf", "1", "--df", "1", "--ef", "1", "--z", "2", "--batch", "4"];
    const choice = ["--crop", "30", "--without", "Blurry"];
    const begun = await run(
      "train",
      ...["--data", "celeba:celeba", ...choice, "--preset", "tiny", ...small, "--steps1", "2"],
      ...["--steps2", "2", "--stage", "1", "--out", "run", "--backend", "wasm"],
    );
    assertEquals(begun.code, 0, begun.said);
    const told = "32x32, --crop 30 --without Blurry";
    assertStringIncludes(begun.said, told);
    assertStringIncludes(begun.said, "8 pictures with Blurry are left out");
    const { choice: noted } = JSON.parse(await Deno.readTextFile(`${folder}/run/data.json`));
    assertEquals(noted, { crop: 30, without: ["Blurry"] });

    const other = await run("train", "--out", "run", "--resume", "--crop", "20");
    assertEquals(other.code, 2, other.said);
    assertStringIncludes(other.said, "--crop 20 differs from the pictures of the run, --crop 30");
    const resumed = await run("train", "--out", "run", "--resume", "--backend", "wasm");
    assertEquals(resumed.code, 0, resumed.said);
    assertStringIncludes(resumed.said, told);
    const scored = await run("evaluate", "--model", "run", "--backend", "wasm");
    assertEquals(scored.code, 0, scored.said);
    assertStringIncludes(scored.said, told);
  }));
