/* What the pages do beyond HTML: a search key, linked evidence, toasts, progress said aloud, menus, printing.
   Everything works without this file; it only makes it nearer. */
"use strict";
(() => {
  const announcer = () => document.getElementById("announcer");
  const say = (words) => { if (announcer()) announcer().textContent = words; };

  /* --- the search key, which can be switched off (WCAG 2.1.4) --- */
  const shortcutsOn = () => localStorage.getItem("shortcuts") !== "off";
  const typing = (target) => target.closest("input, textarea, select, [contenteditable]");

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closeSheets(event);
    if (event.ctrlKey || event.metaKey || event.altKey || !shortcutsOn() || typing(event.target)) return;
    const field = document.querySelector(`[data-shortcut="${CSS.escape(event.key)}"]`);
    if (field) { event.preventDefault(); field.focus(); field.select(); }
  });

  function showShortcuts() {
    for (const button of document.querySelectorAll('[data-toggle="shortcuts"]')) {
      button.setAttribute("aria-pressed", String(shortcutsOn()));
    }
    for (const hint of document.querySelectorAll(".find kbd")) hint.hidden = !shortcutsOn();
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest('[data-toggle="shortcuts"]')) {
      localStorage.setItem("shortcuts", shortcutsOn() ? "off" : "on");
      showShortcuts();
    }
    for (const sheet of document.querySelectorAll("details.me[open], details.menu[open]")) {
      if (!sheet.contains(event.target)) sheet.open = false;
    }
  });

  function closeSheets() {
    for (const sheet of document.querySelectorAll("details.me[open], details.menu[open]")) {
      sheet.open = false;
      sheet.querySelector("summary").focus();
    }
  }

  /* --- evidence: item, words and chip light up together; the response scrolls, not the page --- */
  const linked = (key) => document.querySelectorAll(`[data-evidence="${CSS.escape(key)}"]`);

  function link(event) {
    const place = event.target.closest && event.target.closest("[data-evidence]");
    unlink();
    if (!place) return;
    for (const part of linked(place.dataset.evidence)) if (part.closest("sup") === null) part.classList.add("is-linked");
    if (!place.closest(".words")) scrollResponse(place.dataset.evidence);
  }

  function unlink() {
    for (const part of document.querySelectorAll(".is-linked")) part.classList.remove("is-linked");
  }

  function scrollResponse(key) {
    const words = document.getElementById(`mark-${key}`);
    const box = words && words.closest(".words");
    if (!box || box.scrollHeight <= box.clientHeight) return;
    const top = words.getBoundingClientRect().top - box.getBoundingClientRect().top + box.scrollTop;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    box.scrollTo({ top: top - box.clientHeight / 3, behavior: calm ? "auto" : "smooth" });
  }

  document.addEventListener("mouseover", link);
  document.addEventListener("focusin", link);
  document.addEventListener("focusout", unlink);

  /* --- toasts leave after eight seconds, but not while they are read --- */
  const STAY = 8000;

  function leave(toast) {
    toast.classList.add("is-leaving");
    setTimeout(() => toast.remove(), 200);
  }

  function watchToast(toast) {
    toast.dataset.watched = "yes";
    toast.querySelector(".close").addEventListener("click", () => leave(toast));
    if (toast.dataset.toast === "stays") return;
    let timer = setTimeout(() => leave(toast), STAY);
    const wait = () => clearTimeout(timer);
    const resume = () => { clearTimeout(timer); timer = setTimeout(() => leave(toast), STAY); };
    toast.addEventListener("mouseenter", wait);
    toast.addEventListener("focusin", wait);
    toast.addEventListener("mouseleave", resume);
    toast.addEventListener("focusout", resume);
  }

  function watchToasts() {
    const fresh = [...document.querySelectorAll("[data-toast]:not([data-watched])")];
    fresh.forEach(watchToast);
    // A status region that is full at load is not announced everywhere; filling the announcer later is.
    if (fresh.length) setTimeout(() => say(fresh.map((toast) => toast.querySelector("span").textContent).join(" ")), 300);
  }

  /* --- progress: said at 0, 25, 50, 75 and 100 percent, not at each poll --- */
  const told = new Map();

  function tellProgress() {
    for (const strip of document.querySelectorAll("[data-progress]")) {
      const done = strip.classList.contains("is-done");
      const quarter = done ? 100 : Math.floor(parseFloat(strip.dataset.progress) / 25) * 25;
      if (told.get(strip.id) === quarter) continue;
      told.set(strip.id, quarter);
      const words = announcer() ? announcer().dataset.progressWords.replace("{percent}", quarter) : "";
      say(done ? strip.querySelector("span").textContent.trim() : `${strip.querySelector("b").textContent} ${words}`);
    }
  }

  /* --- a radio that opens a further question: [data-shown-by="name=value name=value"] --- */
  function showAnswers() {
    for (const part of document.querySelectorAll("[data-shown-by]")) {
      const shown = part.dataset.shownBy.split(" ").some((rule) => {
        const [name, value] = rule.split("=");
        const inputs = (part.closest("form") || document).querySelectorAll(`[name="${CSS.escape(name)}"]:checked`);
        return [...inputs].some((input) => input.value === value);
      });
      part.hidden = !shown;
      if ("disabled" in part) part.disabled = !shown;
    }
  }
  document.addEventListener("change", showAnswers);

  /* --- a file dropped on its box goes into the box's own input --- */
  document.addEventListener("dragover", (event) => {
    const box = event.target.closest && event.target.closest(".drop");
    if (box) { event.preventDefault(); box.classList.add("is-over"); }
  });
  document.addEventListener("dragleave", (event) => {
    const box = event.target.closest && event.target.closest(".drop");
    if (box) box.classList.remove("is-over");
  });
  document.addEventListener("drop", (event) => {
    const box = event.target.closest && event.target.closest(".drop");
    const input = box && box.querySelector('input[type="file"]');
    if (!input) return;
    event.preventDefault();
    box.classList.remove("is-over");
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });

  /* --- paper shows every detail --- */
  const opened = new Set();
  addEventListener("beforeprint", () => {
    for (const detail of document.querySelectorAll("main details:not([open])")) { opened.add(detail); detail.open = true; }
  });
  addEventListener("afterprint", () => { opened.forEach((detail) => { detail.open = false; }); opened.clear(); });
  document.addEventListener("click", (event) => { if (event.target.closest("[data-print]")) print(); });

  /* --- a page nobody uses any more goes from the screen once its session is over (left-alone is in seconds) --- */
  const alone = Number(document.body.dataset.leftAlone || 0) * 1000;
  let used = Date.now();
  const use = () => { used = Date.now(); };
  for (const sign of ["pointerdown", "keydown", "htmx:afterRequest"]) document.addEventListener(sign, use);
  if (alone) setInterval(() => { if (Date.now() - used > alone) { use(); location.reload(); } }, 15000);

  function refresh() { watchToasts(); tellProgress(); showAnswers(); }

  addEventListener("DOMContentLoaded", () => {
    showShortcuts();
    refresh();
    const first = document.querySelector('[aria-invalid="true"]') || document.querySelector("[data-focus]");
    if (first) first.focus();
  });
  document.addEventListener("htmx:afterSettle", refresh);
})();
