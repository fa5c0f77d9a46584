import { assertEquals, assertThrows } from "@std/assert";
import { listFolder } from "../../lib/data/folder.ts";
import { inTemporaryFolder, writeDomains } from "./temporary_folder.ts";

Deno.test("domains and files come sorted, hidden ones and stray files left out", () =>
  inTemporaryFolder((root) => {
    writeDomains(root, ["dogs", "cats", "birds"], 2);
    Deno.mkdirSync(`${root}/.cache`);
    Deno.writeTextFileSync(`${root}/notes.txt`, "x");
    Deno.writeTextFileSync(`${root}/cats/.hidden`, "x");
    const { domains, files, skipped } = listFolder(root);
    assertEquals(domains, ["birds", "cats", "dogs"]);
    assertEquals(files[1], [
      { path: `${root}/cats/0.png`, name: "0.png" },
      { path: `${root}/cats/1.png`, name: "1.png" },
    ]);
    assertEquals(skipped, []);
  }));

Deno.test("links are followed; broken ones and inner folders are listed as skipped", () =>
  inTemporaryFolder((root) => {
    writeDomains(root, ["a", "elsewhere"], 1);
    Deno.mkdirSync(`${root}/data`);
    Deno.symlinkSync(`${root}/a`, `${root}/data/a`);
    Deno.mkdirSync(`${root}/data/b/inner`, { recursive: true });
    Deno.symlinkSync(`${root}/elsewhere/0.png`, `${root}/data/b/linked.png`);
    Deno.symlinkSync(`${root}/nowhere`, `${root}/data/b/broken.png`);
    const { domains, files, skipped } = listFolder(`${root}/data`);
    assertEquals(domains, ["a", "b"]);
    assertEquals(files.map((domain) => domain.map(({ name }) => name)), [["0.png"], [
      "linked.png",
    ]]);
    assertEquals(skipped, [
      { file: `${root}/data/b/broken.png`, reason: "The link leads nowhere" },
      { file: `${root}/data/b/inner`, reason: "A folder within a domain is not searched" },
    ]);
  }));

Deno.test("a folder that is missing, a file, empty or of one domain is refused", () =>
  inTemporaryFolder((root) => {
    assertThrows(() => listFolder(`${root}/no`), Error, `There is no folder ${root}/no`);
    Deno.writeTextFileSync(`${root}/file`, "x");
    assertThrows(() => listFolder(`${root}/file`), Error, "is not a folder");
    assertThrows(() => listFolder(root), RangeError, "has no subfolder; it needs one subfolder");
    Deno.mkdirSync(`${root}/cats`);
    assertThrows(() => listFolder(root), RangeError, "has only the subfolder cats");
  }));

Deno.test("held_out.txt names the held-out pictures", () =>
  inTemporaryFolder((root) => {
    writeDomains(root, ["a", "b"], 3);
    Deno.writeTextFileSync(`${root}/held_out.txt`, "a/1.png\nb/0.png\nb/2.png\n");
    const heldOut = listFolder(root).files.map((files) => files.map((file) => file.heldOut));
    assertEquals(heldOut, [[false, true, false], [true, false, true]]);
  }));
