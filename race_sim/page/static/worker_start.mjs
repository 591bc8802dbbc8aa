// Where the worker with Python comes from: a file beside the page.
export async function makeWorker() {
  return new Worker("worker.mjs", { type: "module" });
}
