// A game or a setting in a link: its JSON in base64url, so that the link is the whole state.
export class BadLink extends Error {}

export function packed(value) {
  const bytes = new TextEncoder().encode(JSON.stringify(value));
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

export function unpacked(text) {
  if (!/^[A-Za-z0-9_-]{1,20000}$/.test(text)) throw new BadLink("letters");
  try {
    const raw = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(raw, (one) => one.charCodeAt(0));
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    throw new BadLink("content", { cause: error });
  }
}

// The fields behind the question mark of an address such as #/play?game=...
export function fieldsOf(rest) {
  return Object.fromEntries(new URLSearchParams(rest.replace(/^\?/, "")));
}

export function addressOf(view, fields) {
  return `#/${view}?${new URLSearchParams(fields)}`;
}

export function linkTo(view, fields) {
  return `${location.href.split("#")[0]}${addressOf(view, fields)}`;
}

// Keep the address in step with what is shown, without going anywhere.
export function keepAddress(view, fields) {
  history.replaceState(null, "", addressOf(view, fields));
}
