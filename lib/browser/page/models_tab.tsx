/** @jsxImportSource preact */
/**
 * Models: the weights there are, and what is known of them.
 *
 * @module
 */
/// <reference lib="dom" />
import type { JSX } from "preact";
import type { ModelInfo } from "../engine/messages.ts";
import { ChooseFiles } from "./choose_files.tsx";
import { pageContent } from "./page_files.ts";
import { type Engine, shippedWeights } from "./use_engine.ts";

/** Models: the weights there are, and what is known of them. */
export function ModelsTab({ engine, model }: { engine: Engine; model?: ModelInfo }): JSX.Element {
  const card = pageContent.models.find(({ name }) => name === model?.name)?.card;
  return (
    <>
      <div class="inputs">
        <div class="buttons" role="group" aria-label="Weights that come with the page">
          {pageContent.models.map(({ name }) => (
            <button
              key={name}
              type="button"
              aria-pressed={model?.name === name ? "true" : "false"}
              onClick={async () => engine.open(await shippedWeights(name))}
            >
              {name}
            </button>
          ))}
        </div>
        <ChooseFiles
          label="Choose a run's .safetensors, or drop it here"
          hint="model.safetensors or last.safetensors of a run's folder. It stays on this machine."
          accept=".safetensors"
          onFiles={([file]) => openFile(engine, file)}
        />
      </div>
      {model && (
        <section aria-label="The open model">
          <h3>{model.name}</h3>
          <table class="facts">
            <tbody>
              {factsOf(model).map(([name, value]) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td>{value}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <details>
            <summary>Its config</summary>
            <pre tabIndex={0}>{JSON.stringify(model.config, null, 2)}</pre>
          </details>
          {card === undefined
            ? (
              <p class="hint">
                The file has no card: what it was trained on, its terms and its scores are known to
                whoever trained it.
              </p>
            )
            // Made of our own text when the page was built.
            : <div class="card" dangerouslySetInnerHTML={{ __html: card }} />}
        </section>
      )}
    </>
  );
}

/** Opens weights of the user's own. */
export async function openFile(engine: Engine, file: File): Promise<void> {
  await engine.open({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) });
}

function factsOf({ domains, config, parameters }: ModelInfo): [string, string][] {
  return [
    ["Domains", domains.join(", ")],
    ["Side of its pictures", `${config.size} pixels`],
    ["Length of z", `${config.z}`],
    ["Preset", config.preset],
    ["Numbers in G, D and E", parameters.toLocaleString("en")],
  ];
}
