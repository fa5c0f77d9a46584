/**
 * A page as a folder for any static host, or as one file that a double click opens.
 *
 * @module
 */
import { atomicWrite } from "../../lib/checkpoint/atomic_write.ts";
import type { PageParts } from "./page_parts.ts";

/**
 * Writes a page as a folder: index.html, and beside it what it reads.
 *
 * @param folder made if missing
 * @param parts the page
 */
export async function writeSite(folder: string, parts: PageParts): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  const addresses = Object.fromEntries([...parts.files.keys()].map((name) => [name, name]));
  for (const [name, bytes] of parts.files) await atomicWrite(`${folder}/${name}`, bytes);
  await atomicWrite(`${folder}/page.js`, parts.program);
  await atomicWrite(`${folder}/style.css`, parts.style);
  await atomicWrite(`${folder}/service_worker.js`, parts.serviceWorker);
  await atomicWrite(
    `${folder}/index.html`,
    filled(parts.template, {
      policy: policyOf({ script: "'self'", style: "'self'", connect: "'self'", worker: "'self'" }),
      style: '<link rel="stylesheet" href="style.css">',
      content: jsonInHtml({ ...parts.content, addresses }),
      files: "",
      program: '<script src="page.js"></script>',
    }),
  );
}

/**
 * Writes a page as one file, which needs no server and has one thread.
 *
 * @param path of the file
 * @param parts the page
 */
export async function writeSingleFile(path: string, parts: PageParts): Promise<void> {
  // A script within HTML must not contain its own end.
  const program = parts.program.replaceAll("</script", "<\\/script");
  const files = [...parts.files].map(([name, bytes]) =>
    `<script type="text/plain" id="file:${name}">${bytes.toBase64()}</script>`
  );
  await atomicWrite(
    path,
    filled(parts.template, {
      policy: policyOf({
        script: await hashOf(program),
        style: await hashOf(parts.style),
        connect: "'none'",
        worker: "",
      }),
      style: `<style>${parts.style}</style>`,
      content: jsonInHtml({ ...parts.content, addresses: {} }),
      files: files.join("\n"),
      program: `<script>${program}</script>`,
    }),
  );
}

/** Where scripts, styles, workers and connections may come from. */
interface Sources {
  readonly script: string;
  readonly style: string;
  readonly connect: string;
  readonly worker: string;
}

/**
 * The content security policy: nothing from anywhere but the page's own origin. Workers are made of
 * Blobs, and inherit it.
 */
function policyOf({ script, style, connect, worker }: Sources): string {
  return [
    "default-src 'none'",
    `script-src ${script} 'wasm-unsafe-eval'`,
    `worker-src ${worker} blob:`.replace("  ", " "),
    `style-src ${style}`,
    `connect-src ${connect}`,
    "img-src data: blob:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

async function hashOf(text: string): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return `'sha256-${new Uint8Array(hash).toBase64()}'`;
}

/** JSON that cannot end the script element it lies in. */
const jsonInHtml = (value: unknown) => JSON.stringify(value).replaceAll("<", "\\u003c");

function filled(template: string, parts: Readonly<Record<string, string>>): string {
  return template.replace(/\{\{ (\w+) \}\}/g, (_, name: string) => parts[name]);
}
