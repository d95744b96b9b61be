// Shows a fact's words while its card is pointed at or focused, and the card while its words are.
// Every page works without this file.
"use strict";

(() => {
  const reading = document.querySelector(".reading");
  if (!reading) return;

  const cards = new Map();
  for (const card of reading.querySelectorAll("[data-fact]")) cards.set(card.dataset.fact, card);
  const words = new Map();
  for (const mark of reading.querySelectorAll("[data-facts]")) {
    for (const fact of mark.dataset.facts.split(" ")) {
      if (!words.has(fact)) words.set(fact, []);
      words.get(fact).push(mark);
    }
  }

  let lit = [];
  const light = (elements) => {
    for (const element of lit) element.classList.remove("lit");
    lit = elements;
    for (const element of lit) element.classList.add("lit");
  };

  const lightFor = (target) => {
    const card = target.closest("[data-fact]");
    if (card) return light(words.get(card.dataset.fact) || []);
    const mark = target.closest("mark.head");
    if (!mark) return light([]);
    light(mark.dataset.facts.split(" ").map((fact) => cards.get(fact)).filter(Boolean));
  };

  reading.addEventListener("pointerover", (event) => lightFor(event.target));
  reading.addEventListener("pointerleave", () => light([]));
  reading.addEventListener("focusin", (event) => lightFor(event.target));
  reading.addEventListener("focusout", () => light([]));

  // A click on long marked words, which are no link, leads to their card as their number does.
  reading.addEventListener("click", (event) => {
    if (event.target.closest("a") || String(getSelection())) return;
    const mark = event.target.closest("mark.head");
    const link = mark && mark.querySelector("a.to-fact");
    if (link) link.click();
  });
})();
