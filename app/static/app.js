// What pages do beyond plain HTML. Everything works without it; nothing here is needed to read or to save.
"use strict";

(() => {
  const PAUSE = 2000; // milliseconds in which a second press of Save counts as the same press

  // After a refused form, reading begins with what is wrong.
  function focusErrorSummary() {
    const summary = document.querySelector(".govuk-error-summary");
    if (!summary) return;
    summary.setAttribute("tabindex", "-1");
    summary.focus();
  }

  // The server acts once on a form however often it is sent; this only spares the person the second answer.
  function ignoreSecondPress(event) {
    const form = event.target;
    if (form.getAttribute("method")?.toLowerCase() !== "post") return; // a field may be named "method"
    const now = Date.now();
    const last = Number(form.dataset.sentAt || 0);
    if (now - last < PAUSE) event.preventDefault();
    else form.dataset.sentAt = String(now);
  }

  // A button that prints can do nothing without a script, so it comes hidden: <button data-print hidden>.
  function showPrintButtons() {
    for (const button of document.querySelectorAll("[data-print]")) {
      button.hidden = false;
      button.addEventListener("click", () => window.print());
    }
  }

  // A page that comes back from the browser's memory is fresh: its forms may be sent again.
  function forgetPresses() {
    for (const form of document.forms) delete form.dataset.sentAt;
  }

  document.addEventListener("submit", ignoreSecondPress);
  window.addEventListener("pageshow", forgetPresses);
  focusErrorSummary();
  showPrintButtons();
})();
