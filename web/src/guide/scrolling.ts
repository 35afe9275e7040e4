// Formulas and programs in the prose that are wider than a phone scroll in themselves; those that do can be reached by
// keyboard.

export function keepInReach(): void {
  const watcher = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth) target.setAttribute("tabindex", "0");
      else target.removeAttribute("tabindex");
    }
  });
  document.querySelectorAll("main math[display=block], .chapter > pre").forEach((wide) => watcher.observe(wide));
}
