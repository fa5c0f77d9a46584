/** @jsxImportSource preact */
/**
 * Explore: what z and c do.
 *
 * @module
 */
/// <reference lib="dom" />
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type {
  DirectionsInfo,
  Explored,
  LatentSource,
  ModelInfo,
  Pixels,
} from "../engine/messages.ts";
import { ChooseFiles } from "./choose_files.tsx";
import { Picture } from "./picture.tsx";
import { Slider } from "./slider.tsx";
import type { Engine } from "./use_engine.ts";
import { useLatest } from "./use_latest.ts";

/** Leading directions that have a slider, and how far it goes, in standard deviations. */
const DIRECTIONS = 8, REACH = 3;
/** Rows of the fixed grid, and its seed. */
const GRID_ROWS = 6, GRID_SEED = 1;

interface State {
  readonly from: LatentSource;
  readonly moves: readonly number[];
  readonly mix: readonly number[];
}

const begin = ({ domains }: ModelInfo, from: LatentSource): State => ({
  from,
  moves: Array(DIRECTIONS).fill(0),
  mix: domains.map((_, c) => c ? 0 : 1),
});

/** Explore: what z and c do. */
export function ExploreTab(
  { engine, model, shown }: { engine: Engine; model: ModelInfo; shown: boolean },
): JSX.Element {
  const { choice, call } = engine;
  const [state, setState] = useState(() => begin(model, { kind: "random", seed: 1 }));
  const [ready, setReady] = useState<ModelInfo>();
  const [directions, setDirections] = useState<DirectionsInfo>();
  const [explored, setExplored] = useState<Explored>();
  const [grid, setGrid] = useState<Pixels[][]>();
  const [pair, setPair] = useState<{ a?: Pixels; b?: Pixels }>({});

  const draw = useLatest(async (state: State) => {
    const answer = await call("explore", { model: choice, ...state });
    if (answer) setExplored(answer);
  });
  const change = (part: Partial<State>) => {
    const next = { ...state, ...part };
    setState(next);
    draw(next);
  };

  useEffect(() => {
    if (!shown || ready === model) return;
    const first = begin(model, { kind: "random", seed: 1 });
    setReady(model);
    setState(first);
    setPair({});
    setDirections(undefined);
    (async () => {
      draw(first);
      setGrid(await call("grid", { model: choice, seed: GRID_SEED, rows: GRID_ROWS }));
      setDirections(await call("findDirections", { model: choice, count: DIRECTIONS }));
    })();
  }, [shown, model]);

  const take = async (slot: "a" | "b", file: File) => {
    const align = model.portraits;
    const answer = await call("setPicture", { slot, picture: file, model: choice, align });
    if (!answer) return;
    const both = { ...pair, [slot]: answer.pixels };
    setPair(both);
    change({
      from: both.a && both.b ? { kind: "between", share: 0.5 } : { kind: "picture", slot },
    });
  };
  const { from, moves, mix } = state;

  return (
    <div class="columns">
      <section aria-label="Controls" class="controls">
        <fieldset>
          <legend>z</legend>
          <div class="buttons">
            <button
              type="button"
              onClick={() =>
                change({ from: { kind: "random", seed: Math.floor(Math.random() * 2 ** 31) } })}
            >
              Another random z
            </button>
            <button
              type="button"
              onClick={() => change(begin(model, from))}
            >
              All sliders back
            </button>
          </div>
          <div class="pair">
            {(["a", "b"] as const).map((slot) => (
              <div key={slot}>
                <ChooseFiles
                  label={`Picture ${slot.toUpperCase()}`}
                  hint="z is read off it."
                  accept="image/*"
                  onFiles={([file]) => take(slot, file)}
                />
                {pair[slot] && (
                  <Picture pixels={pair[slot]} label={`picture ${slot.toUpperCase()}`} />
                )}
              </div>
            ))}
          </div>
          {pair.a && pair.b && (
            <Slider
              label="From A to B"
              min={0}
              max={1}
              step={0.02}
              value={from.kind === "between" ? from.share : 0.5}
              onValue={(share) => change({ from: { kind: "between", share } })}
            />
          )}
        </fieldset>
        <fieldset>
          <legend>c: mixture of domains</legend>
          {model.domains.map((domain, c) => (
            <Slider
              key={domain}
              label={domain}
              min={0}
              max={1}
              step={0.02}
              value={mix[c]}
              onValue={(share) => {
                const next = mix.with(c, share);
                if (next.some((share) => share > 0)) {
                  change({ mix: next });
                }
              }}
            />
          ))}
        </fieldset>
        <fieldset>
          <legend>Leading directions of z</legend>
          <p class="hint">
            {directions
              ? `Principal components of E over ${directions.of}, in standard deviations. What each ` +
                "of them changes is not known beforehand."
              : "They are being measured."}
          </p>
          {directions?.deviations.map((_, k) => (
            <Slider
              key={k}
              label={`Direction ${k + 1}`}
              min={-REACH}
              max={REACH}
              step={0.1}
              value={moves[k]}
              onValue={(move) => change({ moves: moves.with(k, move) })}
            />
          ))}
        </fieldset>
      </section>
      <section aria-label="Pictures" class={model.portraits ? "smooth" : ""}>
        <div class="pictures">
          <Picture pixels={explored?.mixed} label="mixture" />
          {model.domains.map((domain, c) => (
            <Picture key={domain} pixels={explored?.each[c]} label={domain} />
          ))}
        </div>
        <h3>Fixed z, one a row</h3>
        <PictureGrid rows={grid} domains={model.domains} />
      </section>
    </div>
  );
}

/** Pictures in rows, the domains' names above. */
export function PictureGrid(
  { rows, domains }: { rows?: readonly (readonly Pixels[])[]; domains: readonly string[] },
): JSX.Element {
  return (
    <table class="grid">
      <thead>
        <tr>{domains.map((domain) => <th key={domain} scope="col">{domain}</th>)}</tr>
      </thead>
      <tbody>
        {rows?.map((row, r) => (
          <tr key={r}>
            {row.map((pixels, c) => (
              <td key={c}>
                <Picture pixels={pixels} label={`z ${r + 1} as ${domains[c]}`} bare />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
