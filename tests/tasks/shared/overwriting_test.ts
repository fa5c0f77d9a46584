import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { checkOverwriting, fileKey, liesWithin } from "../../../tasks/shared/overwriting.ts";
import { UsageError } from "../../../tasks/shared/usage_error.ts";
import { inTemporaryFolder } from "../../data/temporary_folder.ts";

Deno.test("a file is known by every path that leads to it", () =>
  inTemporaryFolder((root) => {
    Deno.mkdirSync(`${root}/a/b`, { recursive: true });
    Deno.writeTextFileSync(`${root}/a/b/1.png`, "1");
    Deno.writeTextFileSync(`${root}/a/b/2.png`, "1");
    Deno.symlinkSync(`${root}/a`, `${root}/link`);
    Deno.symlinkSync(`${root}/a/b/1.png`, `${root}/one.png`);
    Deno.linkSync(`${root}/a/b/1.png`, `${root}/hard.png`);
    const key = fileKey(`${root}/a/b/1.png`);
    for (const path of ["a/b/../b/1.png", "link/b/1.png", "one.png", "hard.png"]) {
      assertEquals(fileKey(`${root}/${path}`), key, path);
    }
    assertNotEquals(fileKey(`${root}/a/b/2.png`), key);
    assertEquals(fileKey(`${root}/link/new/É.png`), fileKey(`${root}/a/New/e\u0301.PNG`));
    assertNotEquals(fileKey(`${root}/a/new/3.png`), fileKey(`${root}/a/b/3.png`));
  }));

Deno.test("a path lies within a folder through links too, whether it is there or not", () =>
  inTemporaryFolder((root) => {
    Deno.mkdirSync(`${root}/photos/cats`, { recursive: true });
    Deno.mkdirSync(`${root}/photos2`);
    Deno.symlinkSync(`${root}/photos/cats`, `${root}/cats`);
    Deno.symlinkSync(`${root}/photos`, `${root}/pictures`);
    for (const path of ["photos", "photos/new/run", "cats", "cats/new", "pictures/x", "pictures"]) {
      assertEquals(liesWithin(`${root}/${path}`, `${root}/photos`), true, path);
      assertEquals(liesWithin(`${root}/${path}`, `${root}/pictures`), true, path);
    }
    for (const path of [".", "photos2", "photos2/new", "new/photos", "photos/../new"]) {
      assertEquals(liesWithin(`${root}/${path}`, `${root}/photos`), false, path);
    }
  }));

Deno.test("an output that is an input, or is written twice, is refused by name", () =>
  inTemporaryFolder((root) => {
    Deno.writeTextFileSync(`${root}/m.png`, "1");
    Deno.linkSync(`${root}/m.png`, `${root}/n.png`);
    const mix = { option: "--mix", paths: [`${root}/m.png`] };
    const check = (...names: string[]) =>
      checkOverwriting("--out", names.map((name) => `${root}/${name}`), mix);
    check("a.png", "b.png");
    assertThrows(() => check("a.png", "m.png"), UsageError, "m.png, which is --mix itself: name");
    assertThrows(() => check("n.png"), UsageError, `which is --mix itself (it is ${root}/m.png)`);
    assertThrows(() => check("a.png", "A.png"), UsageError, "A.png twice");
  }));
