import type { DataSet } from "../../lib/data/image_set.ts";
import { type DataConfig, openData, type OpenDataOptions } from "../../lib/data/open_data.ts";

/** Opens a data set with the fields of a config and the options in one object. */
export function openWith(
  spec: string,
  { size, heldOut, seed, batch, ...rest }: DataConfig & OpenDataOptions,
): Promise<DataSet> {
  return openData(spec, { size, heldOut, seed, batch }, rest);
}
