/**
 * Threads on hosts that send no headers: a service worker adds them.
 *
 * @module
 */
/// <reference lib="dom" />

/** The service worker's program, built beside the page. */
const PROGRAM = "service_worker.js";
/** Milliseconds that it may take to start. */
const PATIENCE = 3000;

/**
 * Where shared memory is missing for want of the headers COOP and COEP, installs a service worker that
 * adds them, and loads the page once more under it. Nothing happens where that cannot help: from a file,
 * or in a browser without service workers.
 *
 * @returns true if the page is being loaded again
 */
export async function isolate(): Promise<boolean> {
  if (globalThis.crossOriginIsolated || location.protocol === "file:") return false;
  if (!("serviceWorker" in navigator) || sessionStorage.getItem(PROGRAM)) return false;
  try {
    sessionStorage.setItem(PROGRAM, "tried"); // it is tried once, so that a page never goes in circles
    await navigator.serviceWorker.register(PROGRAM);
    const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, "late"));
    if (await Promise.race([navigator.serviceWorker.ready, late]) === "late") return false;
  } catch {
    return false; // one thread will do
  }
  location.reload();
  return true;
}
