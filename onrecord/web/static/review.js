// Single keys for the buttons, words taken from the text, days read while they are typed.
// Every page works without this file.
"use strict";

(() => {
  const KEEP = "onrecord-single-keys";
  const keys = document.getElementById("keys");
  const useKeys = document.getElementById("use-keys");
  const keyed = [...document.querySelectorAll("[data-key], [data-open]")];

  const wanted = () => !useKeys || useKeys.checked;
  const recall = () => { try { return localStorage.getItem(KEEP) !== "off"; } catch { return true; } };
  const keep = (on) => { try { localStorage.setItem(KEEP, on ? "on" : "off"); } catch { /* private window */ } };
  const showKeys = () => {
    for (const key of document.querySelectorAll(".key")) key.hidden = !wanted();
  };

  if (keys && useKeys) {
    keys.hidden = false;
    useKeys.checked = recall();
    useKeys.addEventListener("change", () => { keep(useKeys.checked); showKeys(); });
    showKeys();
  }

  const isTyping = (target) => target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");

  const press = (letter) => {
    const found = keyed.find((one) => (one.dataset.key || one.dataset.open) === letter);
    if (!found) return false;
    if (found.dataset.open) {
      found.open = true;
      found.querySelector("select, input:not([type=hidden])").focus();
    } else {
      found.click();
    }
    return true;
  };

  // What was said is told again once the page is there, so that it is heard; then work goes on.
  const said = document.getElementById("said");
  if (said) {
    const list = said.querySelector("ul");
    setTimeout(() => list.replaceWith(list.cloneNode(true)), 100);
  }
  const focus = document.querySelector("[data-focus]");
  if (focus && said && !location.hash) focus.focus({ preventScroll: true });

  // Words that are selected in the text go into the forms.
  const text = document.getElementById("text");
  const adding = document.querySelector("[data-adding]");
  let last = "event";
  const take = () => {
    const words = String(getSelection()).trim();
    const told = adding.querySelector("[data-taken]");
    const inside = words && text.closest("article").contains(getSelection().anchorNode);
    if (!inside) {
      told.textContent = "Select words in the text first.";
      return;
    }
    const plain = readSelection();
    for (const field of adding.querySelectorAll("[data-quote]")) field.value = plain;
    for (const start of adding.querySelectorAll("[data-start]")) start.value = "";
    const form = adding.querySelector(`details[data-layer="${last}"]`);
    if (![...adding.querySelectorAll("details.add")].some((one) => one.open)) form.open = true;
    told.textContent = `Taken: “${plain.length > 60 ? `${plain.slice(0, 59)}…` : plain}”. Choose what they tell.`;
    const open = adding.querySelector("details.add[open]");
    open.querySelector("summary").focus();
  };

  // The text without the numbers of facts that stand in it.
  const readSelection = () => {
    const box = document.createElement("div");
    box.append(getSelection().getRangeAt(0).cloneContents());
    for (const number of box.querySelectorAll("sup")) number.remove();
    return box.textContent.replace(/\s+/g, " ").trim();
  };

  if (adding && text) {
    for (const part of adding.querySelectorAll("[data-scripted]")) part.hidden = false;
    const button = adding.querySelector("[data-take]");
    // The selection is kept while the button is pressed.
    button.addEventListener("pointerdown", (event) => event.preventDefault());
    button.addEventListener("click", take);
    for (const one of adding.querySelectorAll("details.add")) {
      one.addEventListener("toggle", () => { if (one.open) last = one.dataset.layer; });
    }
  }

  document.addEventListener("keydown", (event) => {
    if (!wanted() || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    if (isTyping(event.target) || event.key.length !== 1) return;
    const letter = event.key.toLowerCase();
    if (letter === "a" && adding && text) {
      event.preventDefault();
      take();
    } else if (press(letter)) {
      event.preventDefault();
    }
  });

  // A day as it will be kept, beside what is typed.
  const readDay = async (field) => {
    const id = `${field.id}-read`;
    let note = document.getElementById(id);
    if (!note) {
      note = document.createElement("span");
      note.id = id;
      note.className = "note read";
      note.setAttribute("role", "status");
      field.after(note);
    }
    if (!field.value.trim()) { note.textContent = ""; return; }
    const asked = new URLSearchParams({ words: field.value, published: field.dataset.day || "" });
    const answer = await fetch(`/review/day?${asked}`);
    if (answer.ok) note.textContent = (await answer.json()).told;
  };
  for (const field of document.querySelectorAll("[data-day]")) {
    field.addEventListener("change", () => readDay(field));
  }
})();
