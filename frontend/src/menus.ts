/** Menus are plain folds; a press elsewhere or Escape closes them. */
export function startMenus(): void {
  document.addEventListener("click", (event) => {
    open().filter((menu) => !menu.contains(event.target as Node)).forEach((menu) => (menu.open = false));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    open().forEach((menu) => {
      menu.open = false;
      menu.querySelector("summary")?.focus();
    });
  });
}

function open(): HTMLDetailsElement[] {
  return [...document.querySelectorAll<HTMLDetailsElement>("details[data-menu][open]")];
}
