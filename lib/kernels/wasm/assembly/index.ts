// The module: what JavaScript calls.
export { attach } from "./job";
export { fail, run, stop, work } from "./pool";
