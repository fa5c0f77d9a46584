import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { drawIdentities, faceDomains, faceOf } from "../../lib/data/drawn/face_identity.ts";
import { createFaceRenderer } from "../../lib/data/drawn/face_renderer.ts";
import { encodePng } from "../../lib/images/encode_png.ts";
import { Random } from "../../lib/random.ts";
import { inTemporaryFolder } from "../data/temporary_folder.ts";
import { runTask } from "./task_process.ts";

const COUNT = 40, SIZE = 32;

/** CelebA's layout with drawn men and women, two pictures a person. */
async function writeCeleba(root: string): Promise<void> {
  await Deno.mkdir(`${root}/img_align_celeba`, { recursive: true });
  const renderer = await createFaceRenderer(SIZE), rows: string[] = [], people: string[] = [];
  const drawn = drawIdentities(new Random(1), "heldOut", COUNT);
  for (const [i, person] of drawn.entries()) {
    const rgb = new Uint8Array(SIZE * SIZE * 3), c = i >> 1 & 1;
    renderer.draw(faceOf(person, faceDomains[c]), person.background, rgb);
    const png = encodePng({ width: SIZE, height: SIZE, rgb });
    await Deno.writeFile(`${root}/img_align_celeba/${i}.png`, png);
    rows.push(`${i}.jpg ${c ? -1 : 1} ${i % 2 ? 1 : -1}`);
    people.push(`${i}.jpg ${i >> 1}`);
  }
  await Deno.writeTextFile(`${root}/list_attr_celeba.txt`, ["Male Blurry", ...rows].join("\n"));
  await Deno.writeTextFile(`${root}/identity_CelebA.txt`, people.join("\n"));
}

Deno.test("evaluate reads the faces of celeba: data, counts those it does not find, and says what it does", (t) =>
  inTemporaryFolder(async (folder) => {
    const run = async (name: string, ...args: string[]) => {
      const { code, stdout, stderr } = await runTask(name, args, folder);
      return { code, said: stdout + stderr };
    };
    const evaluate = async (...args: string[]) => {
      const { code, said } = await run("evaluate", "--model", "run", "--backend", "wasm", ...args);
      assertEquals(code, 0, said);
      return { said, json: JSON.parse(await Deno.readTextFile(`${folder}/run/evaluation.json`)) };
    };
    await writeCeleba(`${folder}/celeba`);
    const small = "--preset tiny --gf 1 --df 1 --ef 1 --z 2 --batch 4 --steps1 2 --steps2 2";
    const trained = await run(
      "train",
      ...["--data", "celeba:celeba", "--held-out", "0.4", "--size", `${SIZE}`, "--out", "run"],
      ...[...small.split(" "), "--backend", "wasm"],
    );
    assertEquals(trained.code, 0, trained.said);

    await t.step("by itself, since the data are CelebA's", async () => {
      const { said, json: { portraits } } = await evaluate();
      assertStringIncludes(
        said,
        "Portraits: 500 held-out pictures of each domain are read, since the data are CelebA's; to " +
          "the gender network the domains are: Male male, not_Male female",
      );
      assertStringIncludes(
        said,
        "at 32x32 eyes, mouth, line of sight and identity can hardly be read",
      );
      assertEquals([portraits.limit, portraits.genders], [500, ["male", "female"]]);
      assertMatch(portraits.reader, /@vladmandic\/face-api \d+\.\d+\.\d+/);
      // Whether a detector of real faces finds drawn ones is its own affair; they must add up.
      if (portraits.unscored) {
        assertStringIncludes(said, `portraits are not scored: ${portraits.unscored}`);
        assertEquals(portraits.directions, []);
        return;
      }
      for (const { source, target, count, faceless, rows } of portraits.directions) {
        assertEquals([count + faceless, rows.length], [8, 6]);
        const left = faceless ? `; left out, as no face is found in them: ${faceless}` : "";
        assertStringIncludes(said, `portraits ${source} -> ${target}, N ${count}${left}\n`);
      }
    });

    await t.step("readings of reals are found again", async () => {
      const names = () => [...Deno.readDirSync(`${folder}/runs/packs/readings`)].map((f) => f.name);
      const before = names();
      assert(before.some((name) => name.startsWith("readings-")), `${before}`);
      await evaluate();
      assertEquals(names(), before);
    });

    await t.step(
      "not where the user says so, nor for a folder of which nothing is said",
      async () => {
        const { said, json } = await evaluate("--portraits", "0");
        assertStringIncludes(said, "Portraits: not scored, as --portraits 0 says");
        assertEquals(json.portraits, undefined);
        for (const domain of ["Male", "not_Male"]) {
          await Deno.mkdir(`${folder}/folder/${domain}`, { recursive: true });
          for (let i = 0; i < 6; i++) {
            const from = `${folder}/celeba/img_align_celeba/${
              4 * i + (domain === "Male" ? 0 : 2)
            }.png`;
            await Deno.copyFile(from, `${folder}/folder/${domain}/${i}.png`);
          }
        }
        const plain = await evaluate("--data", "folder");
        assertEquals([plain.said.includes("ortraits"), plain.json.portraits], [false, undefined]);
      },
    );

    await t.step("a folder where the user says so, with the genders that are said", async () => {
      const { said, json: { portraits } } = await evaluate(
        ...["--data", "folder", "--portraits", "5", "--genders", "none,female"],
      );
      assertStringIncludes(said, "are: Male neither, not_Male female");
      assertEquals([portraits.limit, portraits.genders], [5, [null, "female"]]);
    });

    await t.step("wrong use is told before any work", async () => {
      const cases = [
        [["--portraits", "3"], '--portraits must be 0 or a whole number from 4, got "3"'],
        [["--genders", "male,man"], "for each of Male, not_Male in turn"],
        [["--genders", "male"], "for each of Male, not_Male in turn"],
        [["--portraits", "0", "--genders", "male,female"], "say --portraits N as well"],
      ] as const;
      for (const [args, sentence] of cases) {
        const { code, said } = await run(
          "evaluate",
          "--model",
          "run",
          "--backend",
          "wasm",
          ...args,
        );
        assertEquals(code, 2, said);
        assertStringIncludes(said, sentence);
      }
    });
  }));
