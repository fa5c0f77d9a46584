import { assertEquals } from "@std/assert";
import { readPicture } from "../../lib/data/read_picture.ts";
import { inTemporaryFolder, writeGrey } from "./temporary_folder.ts";

Deno.test("a file becomes an image of the wanted size, anything else a reason", () =>
  inTemporaryFolder(async (folder) => {
    writeGrey(`${folder}/a.png`, 9, 30, 20);
    assertEquals(await readPicture(`${folder}/a.png`, 4), new Uint8Array(48).fill(9));
    assertEquals(await readPicture(`${folder}/b.png`, 4), "There is no such file");
    assertEquals(await readPicture(folder, 4), "Not a file");
    Deno.writeTextFileSync(`${folder}/c.png`, "");
    assertEquals(await readPicture(`${folder}/c.png`, 4), "The file is empty");
  }));

Deno.test("a file as long as no picture is, is not read", () =>
  inTemporaryFolder(async (folder) => {
    Deno.writeTextFileSync(`${folder}/long.png`, "");
    Deno.truncateSync(`${folder}/long.png`, 2 ** 30); // sparse: takes no room
    assertEquals(await readPicture(`${folder}/long.png`, 4), "The file is longer than 512 MiB");
  }));
