import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { decodeImage } from "../../lib/images/decode_image.ts";
import { runTask, writeDomains } from "./task_process.ts";

const folder = await Deno.makeTempDir();
globalThis.addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));

const domains = ["cats", "dogs", "owls"];
const names = async (path: string) =>
  (await Array.fromAsync(Deno.readDir(`${folder}/${path}`), ({ name }) => name)).sort();

async function succeed(name: string, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await runTask(name, [...args, "--backend", "wasm"], folder);
  assertEquals(code, 0, stdout + stderr);
  return stdout;
}

Deno.test("three domains: train, translate to all with every option, evaluate", async (t) => {
  await writeDomains(`${folder}/photos`, { cats: 10, dogs: 9, owls: 8 });

  await t.step("train", async () => {
    const size = "--preset tiny --gf 2 --df 2 --ef 2 --z 4 --batch 6 --steps1 3 --steps2 3";
    await succeed("train", "--data", "photos", "--out", "run", ...size.split(" "));
  });

  const translate = (...args: string[]) => succeed("translate", "--model", "run", ...args);

  await t.step("translate a folder to all, beside the nearest training images", async () => {
    const said = await translate(
      ...["--in", "photos/dogs", "--to", "all", "--out", "new", "--nearest", "2"],
    );
    assertEquals(await names("new"), domains);
    const expected = (await names("photos/dogs"))
      .flatMap((name) => [name, name.replace(".png", "-nearest.png")]).sort();
    for (const domain of domains) {
      assertEquals(await names(`new/${domain}`), expected);
      assertMatch(
        said,
        new RegExp(
          `^Nearest training image of ${domain}, median pixel distance: 0\\.\\d{3} from the ` +
            "translations, 0\\.\\d{3} from held-out images$",
          "m",
        ),
      );
    }
    assertStringIncludes(said, "Translated 9 to cats, dogs, owls: new");
    const { width } = await decodeImage(await Deno.readFile(`${folder}/new/owls/0-nearest.png`));
    assertEquals(width, 2 + 3 * (2 * 32 + 2)); // the translation and two more
  });

  await t.step("each is the translation to that domain alone", async () => {
    await translate("--in", "photos/dogs", "--to", "owls", "--out", "owls");
    assertEquals(
      await Deno.readFile(`${folder}/owls/3.png`),
      await Deno.readFile(`${folder}/new/owls/3.png`),
    );
  });

  await t.step("mixing all the way is the other picture's translation", async () => {
    const mixed = async (share: string) => {
      const mix = ["--mix", "photos/cats/1.png", "--mixing", share];
      await translate("--in", "photos/dogs/3.png", "--to", "owls", "--out", "m.png", ...mix);
      return await Deno.readFile(`${folder}/m.png`);
    };
    assertEquals(await mixed("0"), await Deno.readFile(`${folder}/owls/3.png`));
    await translate("--in", "photos/cats/1.png", "--to", "owls", "--out", "cat.png");
    assertEquals(await mixed("1"), await Deno.readFile(`${folder}/cat.png`));
  });

  await t.step("wrong use is told before any work", async () => {
    const cases = [
      [["--to", "cats,owl", "--out", "x"], 'Unknown domain "owl": choose one of cats, dogs, owls'],
      [
        ["--to", "cats", "--out", "x", "--mix", "no.png"],
        "--mix no.png cannot be used (There is no",
      ],
      [["--to", "all", "--out", "photos"], "which is --in itself: name another place"],
    ] as const;
    for (const [args, sentence] of cases) {
      const all = ["--model", "run", "--in", "photos/dogs", ...args];
      const { code, stdout, stderr } = await runTask("translate", all, folder);
      assertEquals([code, stdout], [2, ""]);
      assertStringIncludes(stderr, sentence);
    }
  });

  await t.step("evaluate: every ordered pair of domains", async () => {
    const table = await succeed("evaluate", "--model", "run");
    for (const a of domains) {
      for (const b of domains) assertEquals(table.includes(`\n${a} -> ${b} `), a !== b);
    }
    const { directions } = JSON.parse(await Deno.readTextFile(`${folder}/run/evaluation.json`));
    assertEquals(directions.length, 6);
  });
});
