/** @jsxImportSource preact */
/**
 * The page's program.
 *
 * @module
 */
/// <reference lib="dom" />
import { render } from "preact";
import { App } from "./app.tsx";
import { isolate } from "./isolate.ts";

async function showPage(): Promise<void> {
  if (await isolate()) return;
  const place = document.getElementById("app")!;
  place.replaceChildren();
  render(<App />, place);
}

void showPage();
