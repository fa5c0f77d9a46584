import { assert, assertEquals, assertNotEquals } from "@std/assert";
import type { Page } from "npm:playwright-core@1.65.1";
import { chooseFile, pageTest, shownPicture, shownTab } from "./chromium.ts";

const faces = new URL("../../../fixtures/faces/", import.meta.url).pathname;

async function openExplore(page: Page): Promise<void> {
  await shownPicture(page, "woman");
  await page.getByRole("tab", { name: "Explore" }).click();
  await page.getByRole("slider", { name: "Direction 8" }).waitFor();
}

const slider = (page: Page, name: string) =>
  page.locator(shownTab).getByRole("slider", { name, exact: true });

pageTest(
  "directions of z are measured on drawn faces, and each slider changes the picture",
  async (page) => {
    await openExplore(page);
    const text = await page.locator(shownTab).textContent() ?? "";
    assert(text.includes("Principal components of E over drawn faces"));
    const grid = await shownPicture(page, "z 1 as man");
    let before = await shownPicture(page, "mixture");
    assertEquals(before, await shownPicture(page, "man")); // the mixture begins as the first domain
    const begun = before;
    for (const name of ["Direction 1", "Direction 8"]) {
      await slider(page, name).focus();
      await page.keyboard.press("End");
      before = await shownPicture(page, "mixture", before);
    }
    await slider(page, "woman").focus();
    await page.keyboard.press("End");
    const half = await shownPicture(page, "mixture", before);
    await slider(page, "man").focus();
    await page.keyboard.press("Home");
    assertEquals(
      await shownPicture(page, "mixture", half),
      await shownPicture(page, "woman"),
    );
    await page.getByRole("button", { name: "All sliders back" }).click();
    assertEquals(await shownPicture(page, "mixture", await shownPicture(page, "woman")), begun);
    await page.getByRole("button", { name: "Another random z" }).click();
    assertNotEquals(await shownPicture(page, "mixture", begun), begun);
    assertEquals(await shownPicture(page, "z 1 as man"), grid); // the grid is fixed
  },
);

pageTest("z goes from one picture to another", async (page) => {
  await openExplore(page);
  const random = await shownPicture(page, "mixture");
  await chooseFile(page, "Picture A", `${faces}man-1.png`);
  const a = await shownPicture(page, "mixture", random);
  await chooseFile(page, "Picture B", `${faces}woman-1.png`);
  const middle = await shownPicture(page, "mixture", a);
  await slider(page, "From A to B").focus();
  await page.keyboard.press("End");
  const b = await shownPicture(page, "mixture", middle);
  await page.keyboard.press("Home");
  assertEquals(await shownPicture(page, "mixture", b), a);
});
