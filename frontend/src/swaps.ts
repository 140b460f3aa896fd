import htmx from "htmx.org";
import { focusAnswers } from "./answers";
import { addFilters } from "./filter";

// The page's policy refuses eval and inline styles; htmx must not try.
htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.historyCacheSize = 0; // answers must not stay in the browser's storage
htmx.config.refreshOnHistoryMiss = true; // so «back» loads the page as usual

document.addEventListener("htmx:afterSettle", (event) => {
  const swapped = event.target as HTMLElement;
  addFilters(swapped);
  announce(swapped);
  if (!focusAnswers(swapped)) focusHeading(swapped);
});

// A whole page came instead of the part that was asked for (signed out meanwhile), or nothing: the browser goes there.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { boosted, xhr } = (event as CustomEvent).detail;
  if (!boosted || !/^\s*<!doctype/i.test(xhr.responseText)) return;
  event.preventDefault();
  location.assign(xhr.responseURL);
});
for (const failure of ["htmx:responseError", "htmx:sendError"]) {
  document.addEventListener(failure, (event) => location.assign((event as CustomEvent).detail.pathInfo.finalRequestPath));
}

/** The focus follows a swap to an error first, else to the changed heading. */
function focusHeading(swapped: HTMLElement): void {
  const heading = swapped.querySelector<HTMLElement>("[data-focus]") ?? swapped.querySelector<HTMLElement>("[data-heading]");
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus();
}

/** Counts and «Сохранено» are read aloud; nothing else is. */
function announce(swapped: HTMLElement): void {
  const said = [...swapped.querySelectorAll("[data-announce]")].map((part) => part.textContent?.trim()).join(" ");
  const live = document.querySelector("[data-live]");
  if (said && live) live.textContent = said;
}
