import { assertEquals, assertRejects } from "@std/assert";
import {
  EngineClient,
  EngineEndedError,
  type EngineWorker,
} from "../../lib/browser/engine/engine_client.ts";
import type { FromEngine, Notice } from "../../lib/browser/engine/messages.ts";

/** A worker that a test speaks for. */
class FakeWorker implements EngineWorker {
  onmessage: EngineWorker["onmessage"] = null;
  onerror: EngineWorker["onerror"] = null;
  readonly sent: unknown[] = [];
  ended = 0;

  postMessage(message: unknown): void {
    this.sent.push(message);
  }
  terminate(): void {
    this.ended++;
  }
  say(data: FromEngine): void {
    this.onmessage!(new MessageEvent("message", { data }));
  }
}

Deno.test("each answer goes to its own call, and errors keep their name", async () => {
  const worker = new FakeWorker(), client = new EngineClient(worker);
  const first = client.call("saveRun", {}), second = client.call("pause", {});
  assertEquals(worker.sent, [
    { id: 1, call: "saveRun", argument: {} },
    { id: 2, call: "pause", argument: {} },
  ]);
  worker.say({ id: 2, error: { name: "NonFiniteError", message: "Loss is not finite" } });
  worker.say({ id: 1, value: { name: "run", bytes: Uint8Array.of(1) } });
  assertEquals(await first, { name: "run", bytes: Uint8Array.of(1) });
  const error = await assertRejects(() => second, Error, "Loss is not finite");
  assertEquals(error.name, "NonFiniteError");
});

Deno.test("an engine that breaks ends every call in one sentence, and is told once", async () => {
  const worker = new FakeWorker(), reasons: string[] = [];
  const client = new EngineClient(worker, { onEnd: (reason) => reasons.push(reason) });
  const call = client.call("train", {});
  const event = new ErrorEvent("error", { message: "out of memory", cancelable: true });
  worker.onerror!(event);
  await assertRejects(() => call, EngineEndedError, "The engine stopped: out of memory");
  client.end("again");
  await assertRejects(() => client.call("pause", {}), EngineEndedError, "out of memory");
  assertEquals([reasons, worker.ended, event.defaultPrevented], [
    ["The engine stopped: out of memory"],
    1,
    true,
  ]);
});

Deno.test("notices are passed on, and files are given where there are any", async () => {
  const worker = new FakeWorker(), notices: Notice[] = [];
  new EngineClient(worker, {
    onNotice: (notice) => notices.push(notice),
    readAsset: ({ path }) =>
      path === "a" ? Promise.resolve(Uint8Array.of(5)) : Promise.reject(new Error("none")),
  });
  worker.say({ notice: { kind: "deviceLost", reason: "x" } });
  worker.say({ wants: { package: "p@1", path: "a" }, asset: 1 });
  worker.say({ wants: { package: "p@1", path: "b" }, asset: 2 });
  await new Promise((resolve) => setTimeout(resolve));
  assertEquals(notices, [{ kind: "deviceLost", reason: "x" }]);
  assertEquals(worker.sent, [{ asset: 1, bytes: Uint8Array.of(5) }, {
    asset: 2,
    bytes: undefined,
  }]);
});
