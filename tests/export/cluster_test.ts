// The manifests of fixtures/cluster: valid by their schema, and their commands run as they stand.
import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { writeDomains } from "../tasks/task_process.ts";
import { walk } from "../walk.ts";
import { python, pythonTest } from "./python.ts";

const root = new URL("../../", import.meta.url);
const file = (path: string) => fileURLToPath(new URL(path, root));
const cluster = (name: string) => file(`fixtures/cluster/${name}`);
const script = file("tests/export/read_manifests.py");

/** The oldest Kubernetes whose schema the manifests must fit. */
const VERSION = "1.33";

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly completions?: number;
    readonly template: {
      readonly spec: {
        readonly containers: readonly [{
          readonly image: string;
          readonly args: readonly string[];
          readonly env?: readonly { readonly name: string; readonly value: string }[];
          readonly volumeMounts: readonly { readonly mountPath: string }[];
        }];
      };
    };
  };
}

async function manifests(...names: string[]): Promise<Manifest[]> {
  return JSON.parse(await python([script, VERSION, ...names]));
}

interface Ended {
  readonly code: number;
  readonly text: string;
}

async function run(
  program: string,
  args: readonly string[],
  cwd: string,
  env: Record<string, string> = {},
): Promise<Ended> {
  const { code, stdout, stderr } = await new Deno.Command(program, { args: [...args], cwd, env })
    .output();
  const text = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes)).join("");
  return { code, text };
}

/** What the container file copies, as it would lie in the image. */
async function asInImage(folder: string): Promise<void> {
  const text = await Deno.readTextFile(cluster("Containerfile"));
  const copies = [...text.matchAll(/^COPY (?:--\S+ )*(.+)$/gm)].map(([, words]) =>
    words.split(" ")
  );
  assert(copies.length > 3);
  for (const words of copies) {
    const target = words.pop()!;
    for (const source of words) {
      const from = file(source);
      if ((await Deno.stat(from)).isFile) {
        assertEquals(target, "./");
        await Deno.copyFile(from, `${folder}/${source}`);
        continue;
      }
      for (const name of await walk(new URL(`file://${from}/`))) {
        const to = `${folder}/${target}/${name}`;
        await Deno.mkdir(dirname(to), { recursive: true });
        await Deno.copyFile(`${from}/${name}`, to);
      }
    }
  }
}

async function picturesOf(folder: string): Promise<Map<string, Uint8Array>> {
  const address = new URL(`file://${folder}/`);
  const names = (await walk(address)).filter((name) => !name.startsWith(".im2im/"));
  const read = names.map(async (
    name,
  ): Promise<[string, Uint8Array]> => [name, await Deno.readFile(new URL(name, address))]);
  return new Map(await Promise.all(read));
}

pythonTest("the manifests fit their schema, which refuses what it does not know", async () => {
  const found = await manifests(cluster("translate-job.yaml"), cluster("collect-job.yaml"));
  assertEquals(found.map(({ kind, metadata: { name } }) => `${kind} ${name}`), [
    "PersistentVolumeClaim im2im-data",
    "Job im2im-translate",
    "Job im2im-collect",
  ]);
  const folder = await Deno.makeTempDir(), wrong = `${folder}/wrong.yaml`;
  const text = await Deno.readTextFile(cluster("translate-job.yaml"));
  await Deno.writeTextFile(
    wrong,
    text.replace("completionMode: Indexed", "completionMood: Indexed"),
  );
  await assertRejects(() => manifests(wrong), Error, "completionMood");
  await Deno.remove(folder, { recursive: true });
});

pythonTest("shellcheck has no objection to the Slurm script", async () => {
  assertEquals(await run("shellcheck", [cluster("translate.sbatch")], "."), { code: 0, text: "" });
});

pythonTest(
  "the Job's pods, the collecting Job and the Slurm array do what one process does",
  async () => {
    const folder = await Deno.makeTempDir(), image = `${folder}/image`, data = `${folder}/data`;
    await Deno.mkdir(image);
    await writeDomains(data, { in: 20 });
    await asInImage(image);
    const deno = Deno.execPath(), task = (...args: string[]) => run(deno, ["task", ...args], image);
    const whole = await task(
      "translate",
      "--in",
      `${data}/in`,
      "--to",
      "all",
      "--out",
      `${data}/one`,
    );
    assertEquals(whole.code, 0, whole.text);
    const expected = await picturesOf(`${data}/one`);
    assertEquals(expected.size, 40);

    const [, job, collect] = await manifests(
      cluster("translate-job.yaml"),
      cluster("collect-job.yaml"),
    );
    const pod = async ({ spec }: Manifest, index?: number) => {
      const [{ args, env = [], volumeMounts }] = spec.template.spec.containers;
      const [{ mountPath }] = volumeMounts;
      const here = args.map((word) => word.replace(mountPath, data));
      const variables = Object.fromEntries(env.map(({ name, value }) => [name, value]));
      if (index !== undefined) variables.JOB_COMPLETION_INDEX = `${index}`;
      // As the image's entry point says.
      return await run(deno, ["task", ...here], image, variables);
    };
    const { completions } = job.spec;
    for (let index = 0; index < completions!; index++) {
      const early = index === completions! - 1 ? await pod(collect) : undefined;
      if (early) {
        assertEquals(early.code, 1);
        assertStringIncludes(early.text, "Not finished are the shards 7 of 8");
      }
      const { code, text } = await pod(job, index);
      assertEquals(code, 0, text);
      assertStringIncludes(text, `Shard ${index} of ${completions}: `);
    }
    const { code, text } = await pod(collect);
    assertEquals(code, 0, text);
    assertStringIncludes(text, "All 8 shards are done: 20 pictures");
    assertEquals(await picturesOf(`${data}/out`), expected);

    // The script's own npx would fetch what runs this test.
    await Deno.mkdir(`${folder}/bin`);
    const npx = `#!/bin/sh\n[ "$1 $2" = "-y deno@2.9.6" ] && shift 2 && exec "${deno}" "$@"\n`;
    await Deno.writeTextFile(`${folder}/bin/npx`, npx, { mode: 0o755 });
    const given = { IN: `${data}/in`, OUT: `${data}/slurm`, TO: "all" };
    const slurm = (args: string[], env: Record<string, string> = {}) =>
      run("bash", [cluster("translate.sbatch"), ...args], image, {
        PATH: `${folder}/bin:${Deno.env.get("PATH")}`,
        ...given,
        ...env,
      });
    const directive = /^#SBATCH --array=0-(\d+)$/m;
    const [, last] = directive.exec(await Deno.readTextFile(cluster("translate.sbatch")))!;
    for (let id = 0; id <= Number(last); id++) {
      // The last part alone, as an array that is started again is.
      const array = id < 7
        ? { SLURM_ARRAY_TASK_COUNT: "8", SLURM_ARRAY_TASK_MIN: "0" }
        : { SLURM_ARRAY_TASK_COUNT: "1", SLURM_ARRAY_TASK_MIN: "7" };
      const ended = await slurm([], { SLURM_ARRAY_TASK_ID: `${id}`, ...array });
      assertEquals(ended.code, 0, ended.text);
    }
    const asked = await slurm(["--collect"]);
    assertEquals(asked.code, 0, asked.text);
    assertEquals(await picturesOf(`${data}/slurm`), expected);
    await Deno.remove(folder, { recursive: true });
  },
);
