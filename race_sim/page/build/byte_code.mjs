// Run by Node: compiles the library, and those parts of Python's that it uses, for Pyodide.
// node byte_code.mjs PYODIDE_FOLDER LIBRARY_ZIP OUT_FOLDER
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, library, out] = process.argv.slice(2).map((path) => resolve(path));
const { loadPyodide } = await import(pathToFileURL(join(folder, "pyodide.mjs")).href);

// Fixed hashes, so that the same bytes come out each time.
const python = await loadPyodide({ indexURL: folder, env: { PYTHONHASHSEED: "0" } });
python.FS.writeFile("/library.zip", new Uint8Array(readFileSync(library)));
python.runPython(readFileSync(new URL("byte_code_inside.py", import.meta.url), "utf-8"));
for (const name of ["python_stdlib.zip", "race_sim.zip"]) {
  writeFileSync(join(out, name), python.FS.readFile(`/${name}`));
}
