import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";

/** Stands for npx, apt-get and dpkg-query: notes each call, and does what a test's script says. */
const FAKE = (script: string) =>
  `#!/usr/bin/env bash\necho "$(basename "$0") $*" >> "$CALLS"\n${script}\n`;

const PASSES = 'case "$*" in *"task test"*) echo "ok | 2 passed | 0 failed (1s)";; esac';

interface Fakes {
  /** What `npx` does; its arguments are `-y deno@VERSION task NAME`. */
  readonly npx?: string;
  /** What `apt-get` does. */
  readonly apt?: string;
  /** What `dpkg-query` prints. */
  readonly status?: string;
}

/** Runs .ci/run where nothing is real but the script. */
async function runCi({ npx = PASSES, apt = "", status = "install ok installed" }: Fakes) {
  const folder = await Deno.makeTempDir(), bin = `${folder}/bin`;
  try {
    await Deno.mkdir(`${folder}/.ci`);
    await Deno.mkdir(bin);
    await Deno.copyFile(new URL("../../.ci/run", import.meta.url), `${folder}/.ci/run`);
    // What the demo would have left.
    await Deno.mkdir(`${folder}/runs/demo`, { recursive: true });
    for (const name of ["demo/evaluation.json", "demo/translations.png", "ci.png"]) {
      await Deno.writeTextFile(`${folder}/runs/${name}`, "x");
    }
    const fakes = {
      npx,
      python3: "",
      "apt-get": apt,
      "dpkg-query": `printf '${status}'`,
      sudo: 'exec "$@"',
    };
    for (const [name, script] of Object.entries(fakes)) {
      await Deno.writeTextFile(`${bin}/${name}`, FAKE(script), { mode: 0o755 });
    }
    const calls = `${folder}/calls`, path = `${bin}:${Deno.env.get("PATH")}`;
    const { code, stdout, stderr } = await new Deno.Command("bash", {
      args: [".ci/run"],
      cwd: folder,
      env: { PATH: path, CALLS: calls, CI_WAIT: "0" },
    }).output();
    const text = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
    const called = (await Deno.readTextFile(calls)).trim().split("\n");
    const last = text.trim().split("\n").at(-1)!;
    return { code, text, last, called, apt: called.filter((call) => call.startsWith("apt-get")) };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const windows = Deno.build.os === "windows";

Deno.test({
  name: "CI: where nothing is missing nothing is installed, and the last line counts the tests",
  ignore: windows,
  async fn() {
    const { code, last, apt, text } = await runCi({});
    assertEquals([code, apt], [0, []], text);
    assertMatch(last, /^[12]\d passed, 0 failed$/);
  },
});

Deno.test({
  name: "CI: a mirror that fails for a moment is asked again",
  ignore: windows,
  async fn() {
    // Every program of the network fails twice, then works.
    const flaky = 'n=$(grep -c "$(basename "$0")" "$CALLS"); if [ "$n" -le 2 ]; then exit 1; fi';
    const { code, apt, text } = await runCi({
      status: "unknown ok not-installed",
      apt: flaky,
      npx: `${flaky}\n${PASSES}`,
    });
    assertEquals(code, 0, text);
    assertEquals(apt.length, 4, apt.join("\n"));
    assertStringIncludes(apt.at(-1)!, " install --no-install-recommends ffmpeg ");
  },
});

Deno.test({
  name: "CI: a mirror that stays away is named, and counts as a failure",
  ignore: windows,
  async fn() {
    const status = "unknown ok not-installed";
    const { code, last, apt, text } = await runCi({ status, apt: "exit 100" });
    assertEquals([code, apt.length], [1, 4], text);
    assertStringIncludes(text, "\nFailed: install Debian packages\n");
    assertMatch(last, /^[12]\d passed, 1 failed$/);
  },
});

Deno.test({
  name: "CI: the steps that failed are named, tests and others, and those after them still run",
  ignore: windows,
  async fn() {
    const npx = `case "$*" in
      *"task ok:lint") exit 1;;
      *"task test:webgpu") echo "FAILED | 5 passed (2 steps) | 3 failed (1s)"; exit 1;;
    esac
    ${PASSES}`;
    const { code, last, called, text } = await runCi({ npx });
    assertEquals(code, 1);
    assertStringIncludes(text, "\nFailed: ok:lint; test:webgpu\n");
    assertMatch(last, /^[12]\d passed, 4 failed$/);
    assert(called.at(-1)!.endsWith("task notebooks --check"), called.join("\n"));
  },
});
