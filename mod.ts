export * from "./lib/config.ts";
export * from "./lib/presets.ts";
