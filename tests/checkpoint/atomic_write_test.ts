import { assertEquals, assertRejects } from "@std/assert";
import { atomicWrite } from "../../lib/checkpoint/atomic_write.ts";
import { inTemporaryFolder } from "../data/temporary_folder.ts";

const names = (folder: string) => Array.from(Deno.readDirSync(folder), ({ name }) => name).sort();

Deno.test("a file is replaced whole, also one whose name is as long as a name may be", () =>
  inTemporaryFolder(async (folder) => {
    const long = "n".repeat(251) + ".png";
    for (const name of ["a.png", long]) {
      await atomicWrite(`${folder}/${name}`, "old");
      await atomicWrite(`${folder}/${name}`, "new");
      assertEquals(Deno.readTextFileSync(`${folder}/${name}`), "new");
    }
    assertEquals(names(folder), ["a.png", long]);
  }));

Deno.test("what a link leads to is not written over, be it the file's or that of the part", () =>
  inTemporaryFolder(async (folder) => {
    for (const name of ["a.png", ".a.png.part", "a.png.part"]) {
      const original = `${folder}/original ${name}`;
      Deno.writeTextFileSync(original, "original");
      for (const link of [Deno.symlinkSync, Deno.linkSync]) {
        link(original, `${folder}/${name}`);
        await atomicWrite(`${folder}/a.png`, "new");
        assertEquals(Deno.readTextFileSync(original), "original", name);
        assertEquals(Deno.readTextFileSync(`${folder}/a.png`), "new");
        await Deno.remove(`${folder}/${name}`).catch(() => {});
      }
    }
  }));

Deno.test("where it cannot be written, the old file stays and nothing else", () =>
  inTemporaryFolder(async (folder) => {
    Deno.mkdirSync(`${folder}/a.png`);
    await assertRejects(() => atomicWrite(`${folder}/a.png`, "new"));
    assertEquals(names(folder), ["a.png"]);
    await assertRejects(() => atomicWrite(`${folder}/none/b.png`, "new"), Deno.errors.NotFound);
  }));
