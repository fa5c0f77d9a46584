/** @jsxImportSource preact */
/**
 * The choice of the weights that come with the page, by the pictures that they are for.
 *
 * @module
 */
/// <reference lib="dom" />
import type { JSX } from "preact";
import type { ModelInfo } from "../engine/messages.ts";
import type { ShippedModel } from "./page_content.ts";
import { pageContent } from "./page_files.ts";
import { type Engine, shippedWeights } from "./use_engine.ts";

/** A button for each of the weights that come with the page, and what may be done with them. */
export function ModelChoice({ engine, model }: { engine: Engine; model: ModelInfo }): JSX.Element {
  const shipped = shippedModel(engine, model);
  return (
    <div>
      <div class="buttons" role="group" aria-label="What your picture is">
        {pageContent.models.map(({ name, pictures }) => (
          <button
            key={name}
            type="button"
            aria-pressed={shipped?.name === name ? "true" : "false"}
            onClick={async () => engine.open(await shippedWeights(name))}
          >
            {capital(pictures)}
          </button>
        ))}
      </div>
      <p class="hint">
        {`The model is ${model.name}`}
        {shipped?.terms && `, ${shipped.terms}`}
        {"."}
      </p>
    </div>
  );
}

/** The words with a capital in front. */
export const capital = (words: string): string => words[0].toUpperCase() + words.slice(1);

/** What the page was told of a model; undefined for the user's own. */
export function shippedModel(
  { choice }: Engine,
  { name }: ModelInfo,
): ShippedModel | undefined {
  return choice === "opened"
    ? pageContent.models.find((shipped) => shipped.name === name)
    : undefined;
}
