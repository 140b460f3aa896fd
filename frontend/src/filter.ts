/** A search box over the options of a long list; without scripts the list stands in folds. */
export function addFilters(within: ParentNode): void {
  within.querySelectorAll<HTMLElement>("[data-filter]").forEach(addFilter);
}

function addFilter(list: HTMLElement): void {
  if (list.querySelector(".filter")) return;
  const field = document.createElement("input");
  field.type = "search";
  field.className = "ds-input filter";
  field.setAttribute("aria-label", list.dataset.filter ?? "");
  field.placeholder = list.dataset.filter ?? "";
  const nothing = document.createElement("p");
  nothing.className = "filter-empty";
  nothing.role = "status";
  field.addEventListener("input", () => {
    nothing.textContent = show(list, field.value) ? "" : (list.dataset.filterEmpty ?? "");
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault(); // searching here must not send the form
  });
  list.prepend(field, nothing);
}

/** Shows the options that hold every word, opens their folds; returns whether any is left. */
function show(list: HTMLElement, text: string): boolean {
  const words = plain(text).split(/\s+/).filter(Boolean);
  let left = 0;
  list.querySelectorAll<HTMLElement>(".choice").forEach((choice) => {
    const own = plain(choice.textContent ?? "");
    const last = choice.parentElement === list && choice.matches(".choices__break ~ .choice");
    choice.hidden = !last && !words.every((word) => own.includes(word));
    if (!choice.hidden && !last) left += 1;
  });
  list.querySelectorAll<HTMLDetailsElement>("details").forEach((fold) => {
    const found = fold.querySelector(".choice:not([hidden])") !== null;
    fold.hidden = !found;
    fold.open = found && (words.length > 0 || fold.querySelector(":checked") !== null);
  });
  return left > 0;
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll("ё", "е").trim();
}
