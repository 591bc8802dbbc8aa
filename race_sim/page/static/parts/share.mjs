// A link that is the game, and one that asks somebody else to do better in the same world.
import { announce, button, h } from "../dom.mjs";
import { linkTo, packed } from "../links.mjs";
import { say } from "../words.mjs";

function linkLine(name, link) {
  const field = h("input", {
    type: "text",
    readonly: true,
    value: link,
    "aria-label": say(`share.${name}`),
  });
  field.addEventListener("focus", () => field.select());
  const copy = button(say("share.copy"), async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(link);
    } catch {
      document.execCommand("copy"); // a page opened from a file has no clipboard of its own
    }
    copy.textContent = say("share.copied");
    announce(say("share.copied"));
    setTimeout(() => (copy.textContent = say("share.copy")), 2000);
  });
  return h(
    "div",
    { class: "link-line" },
    h("p", { text: say(`share.${name}`) }),
    h("div", { class: "row" }, field, copy),
  );
}

export function shareLinks(record) {
  return h(
    "div",
    { class: "stack" },
    linkLine("game", linkTo("play", { game: packed(record) })),
    linkLine("beat", linkTo("play", { beat: packed(record) })),
  );
}

// A button that copies the address of what is shown.
export function copyAddress() {
  const copy = button(say("share.link"), async () => {
    try {
      await navigator.clipboard.writeText(location.href);
      copy.textContent = say("share.copied");
    } catch {
      copy.textContent = say("share.by_hand"); // a page opened from a file has no clipboard
    }
    announce(copy.textContent);
    setTimeout(() => (copy.textContent = say("share.link")), 2500);
  });
  return copy;
}

export function shareButton(read) {
  const dialog = h("dialog", { class: "sheet", "aria-label": say("share.title") });
  const open = () => {
    dialog.replaceChildren(
      h("h2", { text: say("share.title") }),
      shareLinks(read()),
      h(
        "form",
        { method: "dialog", class: "row" },
        h("button", { class: "button main", text: say("share.close") }),
      ),
    );
    if (!dialog.isConnected) document.body.append(dialog);
    dialog.showModal();
  };
  return button(say("share.button"), open);
}
