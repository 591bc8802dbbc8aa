// Python in a worker: takes requests in JSON, and gives answers in JSON.
import { loadPyodide } from "./pyodide/pyodide.mjs";
import { doorIn } from "./python.mjs";
import { example, playEndings } from "./rules.mjs";

async function prepare() {
  const told = (progress) => postMessage({ progress });
  told(0.1);
  const coming = Promise.all([
    loadPyodide({ indexURL: new URL("./pyodide/", import.meta.url).href }),
    fetch(new URL("./race_sim.zip", import.meta.url)).then((answer) => answer.arrayBuffer()),
  ]);
  // While Python comes: the browser compiles the rules once it has seen them run.
  await new Promise((resolve) => setTimeout(resolve));
  playEndings(example);
  told(0.4);
  const [python, library] = await coming;
  told(0.9);
  return doorIn(python, library, playEndings);
}

try {
  const answer = await prepare();
  onmessage = ({ data }) => {
    try {
      postMessage({ number: data.number, answer: answer(data.request) });
    } catch (error) {
      const message = `${error}`.trim().split("\n").at(-1);
      postMessage({ number: data.number, answer: JSON.stringify({ error: { message, problems: [] } }) });
    }
  };
  postMessage({ ready: true });
} catch (error) {
  postMessage({ failed: `${error}` });
}
