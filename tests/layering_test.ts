import { assert, assertEquals } from "@std/assert";

/** Data flows one way: a folder imports from folders before it, never from one after. */
const LAYERS = [
  ["config", "config.ts", "presets.ts", "random.ts", "images", "checkpoint", "kernels", "backend"],
  ["data"],
  ["networks"],
  ["losses", "faces"],
  ["training"],
  ["translation"],
  ["evaluation"],
  ["video"],
  ["notebook"],
];

interface Module {
  readonly specifier: string;
  readonly dependencies?: { readonly code?: { readonly specifier: string } }[];
}

const root = new URL("../lib/", import.meta.url).href;
const entries = [
  "../mod.ts",
  "../lib/notebook/mod.ts",
  "../lib/video/mod.ts",
  "../tasks/swap.ts",
  "../tasks/score_swap.ts",
];

async function modulesOf(entry: string): Promise<Module[]> {
  const { stdout, success } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", "--no-lock", new URL(entry, import.meta.url).href],
    stderr: "null",
  }).output();
  assert(success, `deno info ${entry} failed`);
  return (JSON.parse(new TextDecoder().decode(stdout)) as { modules: Module[] }).modules;
}

async function libModules(): Promise<Map<string, string[]>> {
  const modules = (await Promise.all(entries.map(modulesOf))).flat();
  const inLib = (specifier?: string) => specifier?.startsWith(root);
  return new Map(
    modules.filter(({ specifier }) => inLib(specifier)).map(({ specifier, dependencies = [] }) => [
      specifier.slice(root.length),
      dependencies.map((d) => d.code?.specifier).filter(inLib).map((s) => s!.slice(root.length)),
    ]),
  );
}

const layerOf = (path: string) => LAYERS.findIndex((layer) => layer.includes(path.split("/")[0]));

Deno.test("lib/ has no back-edge between layers and no cycle between files", async () => {
  const modules = await libModules();
  assert(modules.size > 20, `only ${modules.size} modules found`);
  const unknown = [...modules.keys()].filter((path) => layerOf(path) < 0);
  assertEquals(unknown, [], "files in no layer");
  const backEdges = [...modules].flatMap(([path, imports]) =>
    imports.filter((to) => layerOf(to) > layerOf(path)).map((to) => `${path} -> ${to}`)
  );
  assertEquals(backEdges, []);

  const done = new Set<string>();
  const visit = (path: string, above: readonly string[]): void => {
    assert(!above.includes(path), `cycle: ${[...above, path].join(" -> ")}`);
    if (done.has(path)) return;
    modules.get(path)?.forEach((to) => visit(to, [...above, path]));
    done.add(path);
  };
  modules.forEach((_, path) => visit(path, []));
});
