import { assert, assertEquals } from "@std/assert";

interface Graph {
  readonly modules: readonly {
    readonly specifier: string;
    readonly dependencies?: readonly {
      readonly specifier: string;
      readonly isDynamic?: boolean;
      readonly code?: unknown;
    }[];
  }[];
}

// What a browser has not, a program must not import before it runs.
Deno.test("the browser's entry and its engine import nothing of Node, and no file system", async () => {
  for (const path of ["lib/browser/mod.ts", "lib/browser/engine/engine_worker.ts"]) {
    const { success, stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["info", "--json", new URL(`../../${path}`, import.meta.url).href],
      stderr: "null",
    }).output();
    assert(success);
    const { modules }: Graph = JSON.parse(new TextDecoder().decode(stdout));
    const own = modules.filter(({ specifier }) => specifier.startsWith("file:"));
    assert(own.length > 100, `${own.length} modules`);
    const faults = own.flatMap(({ specifier, dependencies = [] }) =>
      dependencies.filter((to) => to.code && !to.isDynamic && to.specifier.startsWith("node:"))
        .map((to) => `${specifier} imports ${to.specifier}`)
    );
    assertEquals(faults, []);
  }
});
