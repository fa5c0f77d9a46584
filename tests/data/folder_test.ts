import { assertEquals, assertThrows } from "@std/assert";
import { listFolder } from "../../lib/data/folder.ts";
import type { FileListing } from "../../lib/data/file_listing.ts";
import { inTemporaryFolder, writeDomains, writeGrey } from "./temporary_folder.ts";

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
    writeDomains(root, ["cats"], 1);
    assertThrows(() => listFolder(root), RangeError, "has only the subfolder cats");
  }));

/** The names of the held-out pictures and of the others, by domain. */
function splitOf({ domains, files }: FileListing): Record<string, [held: string[], not: string[]]> {
  return Object.fromEntries(domains.map((domain, c) => {
    const { held = [], not = [] } = Object.groupBy(files[c], (f) => f.heldOut ? "held" : "not");
    return [
      domain,
      [held.map(({ path }) => path), not.map(({ path }) => path)].map((paths) =>
        paths.map((path) => path.split("/").slice(-2).join("/"))
      ) as [string[], string[]],
    ];
  }));
}

Deno.test("trainA, trainB, testA, testB are two domains, and no test picture is trained on", () =>
  inTemporaryFolder((root) => {
    writeDomains(root, ["testA", "testB", "trainA", "trainB"], 2);
    Deno.mkdirSync(`${root}/__MACOSX`);
    const listing = listFolder(root);
    assertEquals(splitOf(listing), {
      A: [["testA/0.png", "testA/1.png"], ["trainA/0.png", "trainA/1.png"]],
      B: [["testB/0.png", "testB/1.png"], ["trainB/0.png", "trainB/1.png"]],
    });
    assertEquals(listing.notes, [
      `${root} has CycleGAN's layout: domains A and B, the pictures of testA and testB are held out`,
      `Passed over in ${root}: __MACOSX (the system's own)`,
    ]);
    Deno.removeSync(`${root}/testB`, { recursive: true });
    assertThrows(() => listFolder(root), RangeError, "but no testB: add it, or name a folder");
    Deno.removeSync(`${root}/testA`, { recursive: true });
    assertEquals(
      listFolder(root).files.flat().map(({ heldOut }) => heldOut),
      Array(4).fill(undefined),
    );
  }));

Deno.test("train/ and test/ with a folder for each domain: the test pictures are held out", () =>
  inTemporaryFolder((root) => {
    for (const part of ["train", "test", "val"]) {
      writeDomains(`${root}/${part}`, ["cats", "dogs"], 1);
    }
    Deno.mkdirSync(`${root}/test/.cache`);
    const listing = listFolder(root);
    assertEquals(splitOf(listing), {
      cats: [["cats/0.png"], ["cats/0.png"]],
      dogs: [["dogs/0.png"], ["dogs/0.png"]],
    });
    assertEquals(
      listing.files[1].map(({ path, name, heldOut }) => [path, name, heldOut]),
      [
        [`${root}/train/dogs/0.png`, "train/dogs/0.png", false],
        [`${root}/test/dogs/0.png`, "test/dogs/0.png", true],
      ],
    );
    assertEquals(listing.notes, [
      `${root} has ImageFolder's layout: the domains of train/, the pictures of test/ are held out`,
      `Passed over in ${root}: val (not part of the layout)`,
    ]);
    Deno.removeSync(`${root}/test`, { recursive: true });
    assertEquals(splitOf(listFolder(root)).cats[0].length, 1, "of val/");
    Deno.writeTextFileSync(`${root}/held_out.txt`, "train/cats/0.png");
    assertThrows(
      () => listFolder(root),
      Error,
      "says twice what is held out, by its folders and by",
    );
    Deno.removeSync(`${root}/held_out.txt`);
    Deno.removeSync(`${root}/val`, { recursive: true });
    assertThrows(
      () => listFolder(root),
      RangeError,
      `one subfolder of pictures for each of two or more domains, as ${root}/train has`,
    );
  }));

Deno.test("folders that are nobody's pictures are passed over, and said", () =>
  inTemporaryFolder((root) => {
    writeDomains(root, ["cats", "dogs", "__MACOSX", "@eaDir", "lost+found", ".cache"], 1);
    for (const name of ["old", "new/.DS_Store", "runs/packs"]) {
      Deno.mkdirSync(`${root}/${name}`, { recursive: true });
    }
    const { domains, notes } = listFolder(root, `${root}/runs/packs`);
    assertEquals(domains, ["cats", "dogs"]);
    assertEquals(notes, [
      `Passed over in ${root}: .cache (hidden), @eaDir (the system's own), __MACOSX (the system's ` +
      "own), lost+found (the system's own), new (empty), old (empty), runs (packed images)",
    ]);
  }));

Deno.test("names are compared in one Unicode form, whichever a file system keeps", () =>
  inTemporaryFolder((root) => {
    const composed = "Jos\u00e9", decomposed = "Jose\u0301";
    writeDomains(root, ["ann", decomposed], 0);
    writeGrey(`${root}/${decomposed}/a\u0308.png`, 1);
    writeGrey(`${root}/ann/1.png`, 1);
    Deno.writeTextFileSync(`${root}/held_out.txt`, `${composed}/\u00e4.png`);
    const { domains, files } = listFolder(root);
    assertEquals(domains, [composed, "ann"].sort());
    assertEquals(files[0][0], {
      path: `${root}/${decomposed}/a\u0308.png`,
      name: "\u00e4.png",
      heldOut: true,
    });
    writeDomains(root, [composed], 1);
    assertThrows(() => listFolder(root), RangeError, "spelt in two Unicode forms");
  }));

Deno.test("held_out.txt names the held-out pictures", () =>
  inTemporaryFolder((root) => {
    writeDomains(root, ["a", "b"], 3);
    Deno.writeTextFileSync(`${root}/held_out.txt`, "a/1.png\nb/0.png\nb/2.png\n");
    const heldOut = listFolder(root).files.map((files) => files.map((file) => file.heldOut));
    assertEquals(heldOut, [[false, true, false], [true, false, true]]);
  }));
