import { assert, assertEquals } from "@std/assert";

/**
 * Data flows one way: a room imports from rooms of the lines before it, never from one after.
 * `import type` counts as an import. Rooms of one line do not import each other.
 */
const ROOMS: readonly (readonly string[])[] = [
  ["lib/random.ts", "lib/read_asset.ts"],
  ["lib/config"],
  ["lib/config.ts"],
  ["lib/presets.ts"],
  ["lib/checkpoint", "lib/images", "lib/kernels"],
  ["lib/backend"],
  ["lib/data"],
  ["lib/networks"],
  ["lib/losses", "lib/faces"],
  ["lib/training"],
  ["lib/translation"],
  ["lib/baselines"],
  ["lib/evaluation", "lib/export"],
  ["lib/video"],
  ["lib/notebook"],
  ["lib/browser"],
  ["mod.ts"],
  ["tasks/shared"],
  ["tasks/bench"],
  ["tasks/recipes", "tasks/build_kernels", "tasks/page"],
  ["tasks"],
];

const root = new URL("../", import.meta.url);

/** Every module of a folder, by its path from the root; AssemblyScript is no TypeScript. */
async function modulesIn(folder: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(new URL(folder, root))) {
    const path = `${folder}/${name}`;
    if (path === "lib/kernels/wasm/assembly") continue;
    if (isDirectory) found.push(...await modulesIn(path));
    else if (/\.tsx?$/.test(name)) found.push(path);
  }
  return found;
}

/** Paths of the project's files that a module imports or re-exports, types included. */
async function importsOf(path: string): Promise<string[]> {
  const address = new URL(path, root), text = await Deno.readTextFile(address);
  const code = text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
  const pattern = /(?:^\s*(?:import|export)\b[^;]*?\bfrom\s*|\bimport\s*\(\s*)"(\.[^"]*)"/gm;
  return [...code.matchAll(pattern)].map(([, specifier]) =>
    new URL(specifier, address).href.slice(root.href.length)
  ).filter((file) => /\.tsx?$/.test(file));
}

const graph = new Map<string, string[]>();
for (const path of ["mod.ts", ...await modulesIn("lib"), ...await modulesIn("tasks")]) {
  graph.set(path, await importsOf(path));
}

const layerOf = (path: string) => {
  const depth = (room: string) => path === room || path.startsWith(`${room}/`) ? room.length : -1;
  const best = ROOMS.flat().sort((a, b) => depth(b) - depth(a))[0];
  return depth(best) < 0 ? -1 : ROOMS.findIndex((line) => line.includes(best));
};
const roomOf = (path: string) =>
  ROOMS[layerOf(path)].find((room) => path === room || path.startsWith(`${room}/`))!;

Deno.test("every file of lib/ and tasks/ is in a room, and its imports are files that were read", () => {
  assert(graph.size > 350, `only ${graph.size} modules found`);
  assertEquals([...graph.keys()].filter((path) => layerOf(path) < 0), [], "files in no room");
  const edges = [...graph.values()].flat();
  assert(edges.length > 1000, `only ${edges.length} imports found`);
  assertEquals(edges.filter((to) => !graph.has(to) && !to.startsWith("fixtures/")), []);
});

Deno.test("no room imports from one above it or beside it, types included", () => {
  const wrong = [...graph].flatMap(([path, imports]) =>
    imports.filter((to) =>
      graph.has(to) && (layerOf(to) > layerOf(path) ||
        (layerOf(to) === layerOf(path) && roomOf(to) !== roomOf(path)))
    ).map((to) => `${path} -> ${to}`)
  );
  assertEquals(wrong, []);
});

Deno.test("no two files import each other, by whatever way round, types included", () => {
  const done = new Set<string>();
  const visit = (path: string, above: readonly string[]): void => {
    const from = above.indexOf(path);
    assert(from < 0, `cycle: ${[...above.slice(from), path].join(" -> ")}`);
    if (done.has(path)) return;
    graph.get(path)?.forEach((to) => visit(to, [...above, path]));
    done.add(path);
  };
  graph.forEach((_, path) => visit(path, []));
});

Deno.test("lib/kernels imports nothing else of lib/ but a leaf that reads files of packages", () => {
  const own = (file: string) => file.startsWith("lib/kernels/") || file === "lib/read_asset.ts";
  const out = [...graph].filter(([path]) => path.startsWith("lib/kernels/")).flatMap(([path, to]) =>
    to.filter((file) => !own(file)).map((file) => `${path} -> ${file}`)
  );
  assertEquals(graph.get("lib/read_asset.ts"), []);
  assertEquals(out, []);
});

Deno.test("inside lib/ nothing imports a room's mod.ts, which loads the whole of it", () => {
  const whole = [...graph].filter(([path]) => path.startsWith("lib/")).flatMap(([path, to]) =>
    to.filter((file) => file.startsWith("lib/") && file.endsWith("/mod.ts"))
      .map((file) => `${path} -> ${file}`)
  );
  assertEquals(whole, []);
});
