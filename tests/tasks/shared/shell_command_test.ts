import { assertEquals } from "@std/assert";
import { kebabCase } from "../../../tasks/shared/option_name.ts";
import { parseOptions } from "../../../tasks/shared/options.ts";
import { shellCommand } from "../../../tasks/shared/shell_command.ts";

const awkward = [
  "a b",
  "it's",
  "it's great!",
  'say "yes"',
  "$HOME",
  "`id`",
  "a;b",
  "*",
  "~/faces",
  "#1",
  "{a,b}",
  "über straße",
  "two\nlines",
  "\\",
  "-begins-like-an-option",
  "celeba:my data:Male",
];

Deno.test({
  name: "a printed command means the same path to a shell, whatever the path",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    const table = { outFolder: { value: "DIR", doc: "where" } } as const;
    for (const path of awkward) {
      const command = shellCommand(["printf", "%s\\0", path], { outFolder: path });
      const { stdout } = await new Deno.Command("sh", { args: ["-c", command] }).output();
      const [word, ...args] = new TextDecoder().decode(stdout).split("\0").slice(0, -1);
      assertEquals(word, path);
      assertEquals(parseOptions(table, args).outFolder, path, command);
    }
  },
});

Deno.test("plain words stay as they are; options left out are not printed", () => {
  const options = { gNorm: "batch", dryRun: true, resume: false, data: undefined, size: 64 };
  assertEquals(
    shellCommand(["deno", "task", "train"], options),
    "deno task train --g-norm batch --dry-run --size 64",
  );
  assertEquals(kebabCase("eRealWeight"), "e-real-weight");
});
