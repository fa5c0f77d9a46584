/** @jsxImportSource preact */
/**
 * A slider with its name and its value.
 *
 * @module
 */
/// <reference lib="dom" />
import type { JSX } from "preact";
import { useId } from "preact/hooks";

/** What a {@linkcode Slider} needs. */
export interface SliderProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** The value as people read it. */
  readonly text?: string;
  readonly onValue: (value: number) => void;
}

/** A slider with its name and its value. */
export function Slider(props: SliderProps): JSX.Element {
  const { label, value, min, max, step, text = value.toFixed(2), onValue } = props, id = useId();
  return (
    <div class="slider">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="range"
        min={min}
        max={max}
        step={step}
        value={value}
        aria-valuetext={text}
        onInput={(event) => onValue(Number(event.currentTarget.value))}
      />
      <output for={id}>{text}</output>
    </div>
  );
}
