// Where a file of the page is found: beside it. The one-file version has another such module.
export async function addressOf(file) {
  return file;
}

export async function makeWorker() {
  return new Worker("worker.mjs", { type: "module" });
}
