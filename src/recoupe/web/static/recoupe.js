// The pages work without this file; it only makes them smoother.
"use strict";

// A fragment that points into a folded part opens it.
function reveal() {
  const id = decodeURIComponent(location.hash.slice(1));
  const target = id && document.getElementById(id);
  for (let at = target && target.parentElement; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
  if (target) target.scrollIntoView({ block: "center" });
}
addEventListener("hashchange", reveal);
document.addEventListener("DOMContentLoaded", reveal);

// On a phone the menu is wider than the screen: show where we are.
document.addEventListener("DOMContentLoaded", () => {
  const menu = document.querySelector(".menu");
  const here = menu && menu.querySelector("[aria-current]");
  if (here) menu.scrollLeft = here.offsetLeft - menu.offsetLeft - 40;
});

// A form that filters answers as soon as a choice is made.
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-auto]");
  if (form) form.requestSubmit();
});
