// Shows the note of a mark beside its words: under the pointer, under the keyboard's focus, and for as long as a click pins
// it. Without this script the same links lead to the same notes.
"use strict";
(() => {
  const panel = document.getElementById("panel");
  const marks = "a.quote, a.statement, a.citation";
  const wide = matchMedia("(min-width: 68rem)");
  const wait = { show: 90, hide: 280 };
  let shown = null;
  let pinned = false;
  let timer = 0;

  document.documentElement.classList.remove("still");

  const later = (act, time) => {
    clearTimeout(timer);
    timer = setTimeout(act, time);
  };

  // A link is parted where a finding's number stands in it.
  const light = (on) => {
    const parts = shown ? shown.closest(".text").querySelectorAll(`a[href="${shown.hash}"]`) : [];
    parts.forEach((part) => part.classList.toggle("lit", on && part.matches(marks)));
  };

  const close = () => {
    clearTimeout(timer);
    panel.hidden = true;
    panel.classList.remove("pinned");
    light(false);
    shown = null;
    pinned = false;
  };

  // Focus alone would show the passage again.
  const back = () => {
    const words = shown;
    close();
    words?.focus({ preventScroll: true });
    close();
  };

  const place = () => {
    if (!shown) return;
    if (!wide.matches) {
      panel.style.top = panel.style.left = "";
      // At the foot of the window the panel may cover the words that were clicked.
      const covered = shown.getBoundingClientRect().bottom + 16 - panel.getBoundingClientRect().top;
      if (pinned && covered > 0) scrollBy(0, covered);
      return;
    }
    const words = shown.getClientRects()[0] ?? shown.getBoundingClientRect();
    const column = shown.closest(".row").firstElementChild.getBoundingClientRect();
    const height = panel.offsetHeight;
    const room = document.documentElement.clientHeight;
    const top = Math.max(12, Math.min(words.top - 12, room - height - 12));
    const left = Math.min(column.right + 28, document.documentElement.clientWidth - panel.offsetWidth - 12);
    panel.style.top = `${top + scrollY}px`;
    panel.style.left = `${left + scrollX}px`;
  };

  const show = (mark, pin) => {
    clearTimeout(timer);
    if (shown !== mark) {
      const names = [mark.hash.slice(1), ...(mark.dataset.also ?? "").split(" ")];
      const notes = names.map((name) => name && document.getElementById(name)).filter(Boolean);
      if (!notes.length) return;
      const copies = notes.map((note) => {
        const copy = document.createElement("div");
        copy.className = "note";
        copy.append(...note.cloneNode(true).childNodes);
        copy.querySelectorAll("[id]").forEach((one) => one.removeAttribute("id"));
        return copy;
      });
      const button = document.createElement("button");
      button.className = "close";
      button.type = "button";
      button.textContent = "×";
      button.setAttribute("aria-label", "Close the passage");
      button.addEventListener("click", back);
      panel.replaceChildren(button, ...copies);
      panel.scrollTop = 0;
      light(false);
      shown = mark;
      light(true);
      panel.hidden = false;
    }
    pinned = pin;
    panel.classList.toggle("pinned", pinned);
    place();
  };

  const markAt = (target) => (target instanceof Element ? target.closest(".text")?.contains(target) && target.closest(marks) : null);

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch" || pinned) return;
    if (panel.contains(event.target)) return clearTimeout(timer);
    const mark = markAt(event.target);
    if (mark) later(() => show(mark, false), shown ? wait.show * 2 : wait.show);
    else if (shown) later(close, wait.hide);
    else clearTimeout(timer);
  });

  document.addEventListener("focusin", (event) => {
    if (panel.contains(event.target)) return;
    const mark = markAt(event.target);
    if (mark && mark.matches(":focus-visible")) show(mark, false);
    else if (!mark && shown && !pinned) close();
  });

  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const mark = markAt(event.target);
    if (mark) {
      event.preventDefault();
      if (pinned && shown === mark) close();
      else show(mark, true);
      // A click without a pointer is the keyboard's, which shall reach what the panel holds.
      if (pinned && event.detail === 0) panel.focus({ preventScroll: true });
    } else if (shown && !panel.contains(event.target)) {
      close();
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !shown) return;
    if (panel.contains(document.activeElement)) back();
    else close();
  });

  // A link out of the panel leads to what it may cover.
  panel.addEventListener("click", (event) => event.target.closest("a") && setTimeout(close));
  addEventListener("resize", place);
  addEventListener("beforeprint", close);
})();
