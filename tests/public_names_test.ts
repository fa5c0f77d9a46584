import { assert, assertEquals } from "@std/assert";

/** Every name of mod.ts, types included. It has room for 60: a new one is a decision. */
const NAMES = [
  // the engine
  ...["backendLine", "selectBackend", "SelectedBackend", "SelectOptions", "WantedBackend"],
  // what to train
  ...["Config", "createConfig", "PresetName", "presetNames", "Random", "validateConfig"],
  // data
  ...["DataSet", "ImageSet", "openData", "readFirstImages", "readImages"],
  // networks
  ...["applyGenerator", "applyDiscriminator", "applyEncoder", "countParameters"],
  ...["createGenerator", "createDiscriminator", "createEncoder", "Model", "Network"],
  // training
  ...["createTraining", "Training", "stage1Step", "stage2Step", "trainStage1", "trainStage2"],
  ...["TrainEvent", "runTraining"],
  ...["loadModel", "loadPretrained", "loadTraining", "saveModel", "saveTraining"],
  // translation
  ...["encode", "generate", "translate", "encodeImages", "generateImages", "translateImages"],
  ...["translatePicture", "translatePartly", "translateToEach", "interpolate"],
  ...["estimateDomain", "refineLatent"],
  // evaluation
  ...["evaluate", "Evaluation", "evaluationTable", "latentR2"],
  // pictures
  ...["cropToSquare", "decodeImage", "encodePng", "imageGrid", "RgbImage"],
];

/** Exported, but no user's business: keys of kernels, constants, halves of other functions. */
const INTERNAL = [
  ...["drawNow", "checkChannelParameters", "activationSlope", "adamNumbers", "INIT_STDDEV"],
  ...["splitPpm", "fileAddress", "readInfo", "pictureStem", "isCut", "erasingMap", "loadAverage"],
];

interface Documentation {
  readonly module_doc?: { readonly tags?: { readonly kind: string; readonly doc?: string }[] };
  readonly symbols: { readonly name: string }[];
}

const config = JSON.parse(await Deno.readTextFile(new URL("../deno.json", import.meta.url)));
const entries = Object.entries<string>(config.exports);
const addressOf = (path: string) => new URL(`../${path}`, import.meta.url).href;

/** What `deno doc` knows of every entry point, by its address. */
const documentation: Record<string, Documentation> = await (async () => {
  const { stdout, success } = await new Deno.Command(Deno.execPath(), {
    args: ["doc", "--json", ...entries.map(([, path]) => addressOf(path))],
    stderr: "null",
  }).output();
  assert(success, "deno doc failed");
  return JSON.parse(new TextDecoder().decode(stdout)).nodes;
})();

const namesOf = (path: string) => documentation[addressOf(path)].symbols.map(({ name }) => name);

Deno.test("mod.ts fits in the head: at most 60 names, and these", () => {
  const names = namesOf("mod.ts");
  assert(names.length <= 60, `${names.length} names`);
  assertEquals(names.toSorted(), NAMES.toSorted());
});

Deno.test("no entry point exports what is internal", () => {
  for (const [entry, path] of entries) {
    const found = namesOf(path).filter((name) =>
      INTERNAL.includes(name) || /^[A-Z][A-Z\d_]+$/.test(name) && name !== "SYNTHETIC_NOTE"
    );
    assertEquals(found, [], entry);
  }
});

Deno.test("every entry point shows an example that runs", () => {
  for (const [entry, path] of entries) {
    const { tags = [] } = documentation[addressOf(path)].module_doc ?? {};
    const examples = tags.filter(({ kind, doc }) =>
      kind === "example" && /```ts\n/.test(doc ?? "")
    );
    assert(examples.length > 0, `${entry} has none`);
  }
});

Deno.test("every sub-path that the package exports can be imported by its own code and notebooks", () => {
  for (const [entry, path] of entries) {
    assertEquals(config.imports[`@im2im/im2im${entry.slice(1)}`], path);
  }
});
