/**
 * What the library takes from @tensorflow/tfjs, without its layers, converters and further backends: the
 * page's programs are bundled with this in its place.
 *
 * @module
 */
import "npm:@tensorflow/tfjs-core@4.22.0/dist/public/chained_ops/register_all_chained_ops.js";
import "npm:@tensorflow/tfjs-core@4.22.0/dist/register_all_gradients.js";

export * from "npm:@tensorflow/tfjs-core@4.22.0";
