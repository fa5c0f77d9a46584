import { assertEquals } from "@std/assert";
import { dataTerms } from "../../../tasks/shared/data_terms.ts";

Deno.test("the terms of a model's pictures follow from what it was trained on", async () => {
  const folder = await Deno.makeTempDir();
  const of = async (spec?: string) => {
    const text = JSON.stringify({ spec, domains: ["a", "b"], skipped: [] });
    await Deno.writeTextFile(`${folder}/data.json`, text);
    return (await dataTerms({ folder })).split(" ").slice(0, 4).join(" ");
  };
  assertEquals(await of("celeba:/pictures:Male"), "Trained on CelebA, which");
  assertEquals(await of("celeba:/pictures"), "Trained on CelebA, which");
  assertEquals(await of("faces"), "Trained on faces drawn");
  assertEquals(await of("faces:test"), "Trained on faces drawn");
  assertEquals(await of("faces-of-friends"), "Trained on the user's");
  assertEquals(await of(), "Not known: the model's");
  const shipped = await dataTerms({ folder, shipped: { spec: "faces", data: "faces" } });
  assertEquals(shipped, "Trained on faces drawn by facesjs (Apache-2.0).");
  await Deno.remove(folder, { recursive: true });
});
