// What the page knows, and who wants to hear when it changes.
const listeners = new Set();

export const state = {
  theme: null, // "light", "dark", or null: as the system has it
  policies: {}, // by name, from the door
  scenarios: {},
  knobs: {},
};

export function change(values) {
  Object.assign(state, values);
  for (const listener of listeners) listener(state);
}

export function listen(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

// A theme is kept where the browser lets us, and for this visit where it does not.
export function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  try {
    localStorage.setItem("race-sim-theme", theme);
  } catch {
    // a page opened from a file may have nowhere to keep it
  }
  change({ theme });
}

export function themeAtStart() {
  let kept = null;
  try {
    kept = localStorage.getItem("race-sim-theme");
  } catch {
    kept = null;
  }
  if (kept === "light" || kept === "dark") return kept;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}
