import { assertEquals } from "@std/assert";
import { folderSpec } from "../../lib/data/data_folder.ts";

Deno.test("a SPEC's folder and attributes, with colons and slashes in either", () => {
  const attributesOf = (spec: string) => {
    const { folder, celeba } = folderSpec(spec)!;
    return [folder, celeba?.attributes];
  };
  assertEquals(folderSpec("faces"), undefined);
  assertEquals(attributesOf("photos"), ["photos", undefined]);
  assertEquals(attributesOf("celeba:data/celeba"), ["data/celeba", undefined]);
  assertEquals(attributesOf("celeba:data:Male,Young"), ["data", "Male,Young"]);
  assertEquals(attributesOf("celeba:C:/data/celeba"), ["C:/data/celeba", undefined]);
  assertEquals(attributesOf("celeba:C:/data:Black_Hair+Bald"), ["C:/data", "Black_Hair+Bald"]);
  assertEquals(attributesOf("celeba:a/b:Male=man/woman"), ["a/b", "Male=man/woman"]);
  assertEquals(attributesOf("celeba:a/b:Young,Male=man/woman"), ["a/b", "Young,Male=man/woman"]);
});
