/**
 * Reading losses from the device, all in one transfer.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Losses } from "./gradients.ts";

/** A loss, or a weight about to be saved, is NaN or infinite: the run cannot go on. */
export class NonFiniteError extends Error {
  /** Creates the error. */
  constructor(message: string) {
    super(message);
    this.name = "NonFiniteError";
  }
}

/** The device was lost; what it held is gone. */
export class DeviceLostError extends Error {
  /** Creates the error. */
  constructor(message: string) {
    super(message);
    this.name = "DeviceLostError";
  }
}

/**
 * A result of the device, or an error as soon as the device is lost: a read of a lost device may
 * never end by itself.
 *
 * @param result what is waited for
 * @param deviceLost resolves with the reason if the device is lost
 * @throws DeviceLostError with the reason
 */
export function unlessDeviceLost<T>(result: Promise<T>, deviceLost?: Promise<string>): Promise<T> {
  if (!deviceLost) return result;
  const lost = deviceLost.then((reason): never => {
    throw new DeviceLostError(`The device was lost: ${reason}`);
  });
  return Promise.race([result, lost]);
}

/**
 * Reads scalar losses in one transfer and disposes of them.
 *
 * @param losses by name
 * @param deviceLost resolves with the reason if the device is lost
 * @returns numbers by name
 * @throws NonFiniteError that names the losses at fault
 * @throws DeviceLostError with the device's reason
 */
export async function readLosses(
  losses: Losses,
  deviceLost?: Promise<string>,
): Promise<Record<string, number>> {
  const names = Object.keys(losses);
  const packed = tf.stack(Object.values(losses));
  tf.dispose(losses);
  const values = await unlessDeviceLost(packed.data(), deviceLost);
  packed.dispose();
  const bad = names.filter((_, i) => !Number.isFinite(values[i]));
  if (bad.length) throw new NonFiniteError(`Loss is not finite: ${bad.join(", ")}`);
  return Object.fromEntries(names.map((name, i) => [name, values[i]]));
}
