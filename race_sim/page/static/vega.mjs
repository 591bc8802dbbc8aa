// Vega-Lite from the files beside this page, loaded when the first chart is drawn.
import { addressOf } from "./files.mjs";

const FILES = ["vendor/vega.min.js", "vendor/vega-lite.min.js", "vendor/vega-embed.min.js"];
let loading = null;

async function load(file) {
  const address = await addressOf(file);
  await new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = resolve;
    script.onerror = () => reject(new Error(`${file} cannot be loaded`));
    document.head.append(script);
  });
}

async function loadAll() {
  if (window.vegaEmbed) return;
  for (const file of FILES) await load(file);
}

// `ast`: expressions are read, not compiled, as a strict content security policy wants it.
export async function embed(holder, spec) {
  loading ??= loadAll();
  await loading;
  return window.vegaEmbed(holder, spec, {
    actions: false,
    ast: true,
    renderer: "svg",
    defaultStyle: false,
    tooltip: false,
  });
}
