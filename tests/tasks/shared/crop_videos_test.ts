import { assertEquals, assertRejects } from "@std/assert";
import { cropVideos, listHeldOut } from "../../../tasks/shared/crop_videos.ts";
import { UsageError } from "../../../tasks/shared/usage_error.ts";
import { inTemporaryFolder } from "../../data/temporary_folder.ts";

Deno.test("two videos of a person whose pictures would have the same names are refused", () =>
  inTemporaryFolder(async (folder) => {
    const alike = [
      ["in/ann/IMG_1.MOV", "in/ann/IMG_1.mp4"],
      ["in/ann/clip 1.mp4", "in/ann/clip_1.mp4"],
      ["in/ann/A.mp4", "in/ann/a.mov"],
    ];
    for (const videos of alike) {
      const people = [
        { person: "bob", videos: ["in/bob/other.mp4"] },
        { person: "ann", videos: ["in/ann/other.mp4", ...videos] },
      ];
      const sentence = `${videos[0]} and ${videos[1]} would write pictures of the same names: ` +
        "rename one of the two";
      const { message } = await assertRejects(() => cropVideos(people, folder, 64), UsageError);
      assertEquals(message, sentence);
    }
    assertEquals(await Array.fromAsync(Deno.readDir(folder)), []);
  }));

Deno.test("videos of two people may have the same names", async () => {
  const people = ["ann", "bob"].map((person) => ({ person, videos: [`none/${person}/1.mp4`] }));
  const { message } = await assertRejects(() => cropVideos(people, "none", 64), UsageError);
  assertEquals(message.includes("same names"), false);
});

Deno.test("a person's held-out pictures replace those of an earlier crop, others' stay", () =>
  inTemporaryFolder(async (folder) => {
    const listed = () => Deno.readTextFile(`${folder}/held_out.txt`);
    await listHeldOut(folder, "ann", ["a-1.png", "a-2.png"]);
    await listHeldOut(folder, "anna", ["b-1.png"]);
    assertEquals(await listed(), "ann/a-1.png\nann/a-2.png\nanna/b-1.png\n");
    await listHeldOut(folder, "ann", ["a-9.png"]);
    assertEquals(await listed(), "anna/b-1.png\nann/a-9.png\n");
    await Deno.writeTextFile(`${folder}/held_out.txt`, "ann/x.png\r\nbob/y.png"); // by hand
    await listHeldOut(folder, "ann", []);
    assertEquals(await listed(), "bob/y.png\n");
  }));
