import { assertThrows } from "@std/assert";
import { checkImageSet } from "../../lib/data/check_image_set.ts";

const model = { size: 32, domains: ["ann", "Jose\u0301"] };

Deno.test("domains in another order, or of another size, are refused", () => {
  checkImageSet(model, model);
  for (
    const images of [{ size: 64, domains: model.domains }, {
      size: 32,
      domains: ["Jose\u0301", "ann"],
    }]
  ) {
    assertThrows(() => checkImageSet(images, model), RangeError, "the model is for ann, Jose");
  }
});

Deno.test("a model saved under another Unicode form of a name goes on", () => {
  checkImageSet({ size: 32, domains: ["ann", "Jos\u00e9"] }, model);
});
