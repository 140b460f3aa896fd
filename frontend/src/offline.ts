const QUEUE = "yasno-unsent";

interface Unsent {
  action: string;
  page: string;
  fields: [string, string][];
}

/** Answers of forms marked `data-offline-keep` wait in this browser while there is no connection. */
export function startOffline(): void {
  document.addEventListener("submit", keep, true);
  window.addEventListener("online", () => void send());
  if (unsent().length > 0) void (navigator.onLine ? send() : say("offline"));
}

function keep(event: SubmitEvent): void {
  const form = event.target as HTMLFormElement;
  if (form.action.endsWith("/erase")) localStorage.removeItem(QUEUE);
  if (navigator.onLine || !form.matches("[data-offline-keep]")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const fields = [...new FormData(form, event.submitter)].filter((pair): pair is [string, string] => typeof pair[1] === "string" && pair[0] !== "_csrf_token");
  localStorage.setItem(QUEUE, JSON.stringify([...unsent(), { action: form.action, page: location.href, fields }]));
  say("offline");
}

/** Sends what waits, oldest first; a refused answer is asked again on its own page. */
async function send(): Promise<void> {
  const token = document.querySelector<HTMLInputElement>("input[name=_csrf_token]")?.value ?? "";
  let waiting = unsent();
  while (waiting.length > 0) {
    const [first, ...rest] = waiting as [Unsent, ...Unsent[]];
    let answer: Response;
    try {
      answer = await fetch(first.action, { method: "POST", body: new URLSearchParams([...first.fields, ["_csrf_token", token]]) });
    } catch {
      return; // still no connection: the answer stays
    }
    localStorage.setItem(QUEUE, JSON.stringify(rest));
    if (!answer.ok) return void (location.href = first.page);
    waiting = rest;
  }
  say("online");
}

function unsent(): Unsent[] {
  return JSON.parse(localStorage.getItem(QUEUE) ?? "[]") as Unsent[];
}

function say(what: "offline" | "online"): void {
  const line = document.querySelector<HTMLElement>("[data-offline]");
  if (!line) return;
  line.textContent = line.dataset[what] ?? "";
  line.hidden = false;
}
