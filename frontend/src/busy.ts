/** «Считаем…» appears when an answer takes longer than 0.3 s. */
export function startBusy(): void {
  const line = document.querySelector<HTMLElement>("[data-busy]");
  if (!line) return;
  let timer = 0;
  const start = () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => (line.hidden = false), 300);
  };
  const stop = () => {
    clearTimeout(timer);
    line.hidden = true;
  };
  document.addEventListener("submit", (event) => {
    if (!event.defaultPrevented) start();
  });
  document.addEventListener("htmx:beforeRequest", start);
  document.addEventListener("htmx:afterRequest", stop);
  window.addEventListener("pageshow", stop);
}
