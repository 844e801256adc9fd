// Judging with the keyboard alone. Every key does what a visible button or link does; without this file those remain.
"use strict";

const SHORTCUTS = { a: 1, r: 1, u: 1, o: 1, c: 1 };

function typing(target) {
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

// The next or previous thing: of the queue it is opened, elsewhere it takes the focus.
function move(step) {
  const items = [...document.querySelectorAll("[data-item]")];
  if (items.length) {
    const at = items.findIndex((i) => i.hasAttribute("aria-current"));
    const next = items[at + step];
    if (next) next.click();
    else document.querySelector(step > 0 ? "a[rel=next]" : "a[rel=prev]")?.click();
    return;
  }
  const stops = [...document.querySelectorAll("main summary, main a.ev")].filter((e) => e.offsetParent !== null);
  const here = stops.indexOf(document.activeElement);
  const stop = stops[here < 0 ? (step > 0 ? 0 : stops.length - 1) : here + step];
  if (stop) {
    stop.focus();
    stop.scrollIntoView({ block: "nearest" });
  }
}

function press(key) {
  const target = document.querySelector(`[data-key="${key}"]`);
  if (!target) return false;
  if (key === "c") {
    const fix = target.closest("details");
    fix.open = true;
    fix.querySelector("input:not([type=hidden]), select").focus();
  } else if (target.form && !target.form.reportValidity()) {
    return true; // the name is asked first
  } else target.click();
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || event.isComposing) return;
  const dialog = document.getElementById("keys");
  if (event.key === "Escape" && typing(event.target) && event.target.closest(".judge")) {
    event.target.blur();
    return;
  }
  if (typing(event.target) || (dialog && dialog.open)) return;
  if (event.key === "?") dialog.showModal();
  else if (event.key === "j") move(1);
  else if (event.key === "k") move(-1);
  else if (!(event.key in SHORTCUTS) || !press(event.key)) return;
  event.preventDefault();
});
