// Runs before the first paint: the theme that was chosen here last, if any.
(() => {
  try {
    const chosen = localStorage.getItem("theme");
    if (chosen === "light" || chosen === "dark") document.documentElement.dataset["theme"] = chosen;
  } catch {
    // Storage can be refused: then the system's theme stays.
  }
})();
