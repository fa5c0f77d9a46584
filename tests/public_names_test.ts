import { assert, assertEquals } from "@std/assert";

/** The names that an entry point exports, types included, as its documentation lists them. */
async function namesOf(path: string): Promise<string[]> {
  const { stdout, success } = await new Deno.Command(Deno.execPath(), {
    args: ["doc", "--json", new URL(`../${path}`, import.meta.url).pathname],
    stderr: "null",
  }).output();
  assert(success, `deno doc ${path} failed`);
  const { nodes } = JSON.parse(new TextDecoder().decode(stdout));
  const modules: { symbols: { name: string }[] }[] = Object.values(nodes);
  return modules.flatMap(({ symbols }) => symbols.map(({ name }) => name));
}

const config = JSON.parse(await Deno.readTextFile(new URL("../deno.json", import.meta.url)));

Deno.test("mod.ts fits in the head: at most 60 names, those of the method among them", async () => {
  const names = await namesOf("mod.ts");
  assert(names.length > 40 && names.length <= 60, `${names.length} names`);
  const expected = [
    "selectBackend",
    "createConfig",
    "openData",
    "createGenerator",
    "applyGenerator",
    "createDiscriminator",
    "applyDiscriminator",
    "createEncoder",
    "applyEncoder",
    "createTraining",
    "stage1Step",
    "stage2Step",
    "trainStage1",
    "trainStage2",
    "runTraining",
    "loadPretrained",
    "translate",
    "translatePicture",
    "evaluate",
  ];
  assertEquals(expected.filter((name) => !names.includes(name)), []);
});

Deno.test("no entry point exports what is internal", async () => {
  for (const path of Object.values<string>(config.exports)) {
    const names = await namesOf(path);
    const internal = ["EPSILON", "BATCH", "INIT_STDDEV", "FEATURES", "WINDOW"];
    assertEquals(names.filter((name) => internal.includes(name)), [], path);
  }
});

Deno.test("every sub-path that the package exports can be imported by its own code and notebooks", () => {
  for (const [entry, path] of Object.entries(config.exports)) {
    assertEquals(config.imports[`@im2im/im2im${entry.slice(1)}`], path);
  }
});
