/** @jsxImportSource preact */
/**
 * A field for a whole number.
 *
 * @module
 */
/// <reference lib="dom" />
import type { JSX } from "preact";

/** What {@linkcode NumberField} needs. */
export interface NumberFieldProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max?: number;
  /** Given the number, or undefined while the field holds none that is allowed. */
  readonly onValue: (value: number | undefined) => void;
}

/** A field for a whole number. */
export function NumberField({ label, value, min, max, onValue }: NumberFieldProps): JSX.Element {
  return (
    <label class="field">
      {label}
      <input
        type="number"
        min={min}
        max={max}
        step={1}
        value={value}
        onChange={(event) => {
          const { valueAsNumber, validity } = event.currentTarget;
          onValue(validity.valid && Number.isInteger(valueAsNumber) ? valueAsNumber : undefined);
        }}
      />
    </label>
  );
}
