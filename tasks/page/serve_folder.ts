/**
 * A folder on 127.0.0.1.
 *
 * @module
 */
import { FailedRun } from "../shared/usage_error.ts";

/** How a folder is served. */
export interface ServeOptions {
  /** The port; 0 for one that is free. */
  readonly port: number;
  /** Whether the headers are sent under which threads may share memory; true if left out. */
  readonly isolated?: boolean;
  /** Aborted to end. */
  readonly signal?: AbortSignal;
}

const types: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  js: "text/javascript",
  css: "text/css",
  png: "image/png",
  wasm: "application/wasm",
};

/**
 * Serves the files of a folder, to this machine alone.
 *
 * @param folder of the site
 * @param options port and headers
 * @returns the server; its address tells the port
 * @throws FailedRun that names another port if this one is taken
 */
export function serveFolder(
  folder: string,
  { port, isolated = true, signal }: ServeOptions,
): Deno.HttpServer<Deno.NetAddr> {
  const common = {
    "cache-control": "no-cache",
    "x-content-type-options": "nosniff",
    ...isolated && {
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-embedder-policy": "require-corp",
    },
  };
  const handle = async (request: Request): Promise<Response> => {
    const name = new URL(request.url).pathname.slice(1) || "index.html";
    // Files of the folder itself and no others: a site has no folders.
    const bytes = /^[\w.-]+$/.test(name) && !name.startsWith(".")
      ? await Deno.readFile(`${folder}/${name}`).catch(() => undefined)
      : undefined;
    if (!bytes) return new Response("There is no such file", { status: 404, headers: common });
    const type = types[name.replace(/^.*\./, "")] ?? "application/octet-stream";
    return new Response(bytes, { headers: { ...common, "content-type": type } });
  };
  try {
    return Deno.serve({ hostname: "127.0.0.1", port, signal, onListen() {} }, handle);
  } catch (error) {
    if (!(error instanceof Deno.errors.AddrInUse)) throw error;
    throw new FailedRun(`Port ${port} is taken: give another by --port, or --port 0 for any`);
  }
}
