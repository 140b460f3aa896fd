const QUEUE = "yasno-unsent";
const SAID = "yasno-unsent-said"; // what the next page tells of the answers that were sent
const ENDS = /\/(erase|sign-out)$/; // whoever erases or leaves takes their answers out of this browser

interface Unsent {
  action: string;
  page: string;
  fields: [string, string][];
}

type Said = "offline" | "online" | "refused" | "file";

/** Answers of forms marked `data-offline-keep` wait in this browser while there is no connection. */
export function startOffline(): void {
  document.addEventListener("submit", keep, true);
  window.addEventListener("online", () => void sendOnce());
  const said = sessionStorage.getItem(SAID) as Said | null;
  sessionStorage.removeItem(SAID);
  if (said) say(said);
  if (unsent().length > 0) void (navigator.onLine ? sendOnce() : say("offline"));
}

function keep(event: SubmitEvent): void {
  const form = event.target as HTMLFormElement;
  if (ENDS.test(new URL(form.action).pathname)) localStorage.removeItem(QUEUE);
  if (navigator.onLine || !form.matches("[data-offline-keep]")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const all = [...new FormData(form, event.submitter)];
  if (all.some(([, value]) => value instanceof File && value.size > 0)) return say("file");
  const fields = all.filter((pair): pair is [string, string] => typeof pair[1] === "string" && pair[0] !== "_csrf_token");
  const answer = { action: form.action, page: location.href, fields };
  // Another answer to the same form takes the place of the first: only the last one is meant.
  write([...unsent().filter((one) => !sameForm(one, answer)), answer]);
  say("offline");
}

function sameForm(one: Unsent, other: Unsent): boolean {
  return one.action === other.action && one.page === other.page && asked(one) === asked(other);
}

function asked(one: Unsent): string {
  return one.fields.filter(([name]) => name === "fact" || name === "place").join();
}

/** One tab sends at a time, or two would send the same answer. */
async function sendOnce(): Promise<void> {
  // Browsers have locks only on https and this machine; without them each tab is on its own.
  if (navigator.locks) await navigator.locks.request(QUEUE, { ifAvailable: true }, (lock) => (lock ? send() : undefined));
  else await send();
}

/** Sends what waits, oldest first, then goes on where the last answer leads; a refused one is asked again. */
async function send(): Promise<void> {
  const token = line()?.dataset["token"] ?? "";
  for (let first = unsent()[0]; first; first = unsent()[0]) {
    let answer: Response;
    try {
      answer = await fetch(first.action, { method: "POST", body: new URLSearchParams([...first.fields, ["_csrf_token", token]]) });
    } catch {
      return; // still no connection: the answer stays
    }
    if (answer.status >= 500 || answer.status === 429) return; // not refused: later
    write(unsent().slice(1));
    if (!answer.ok) return go(first.page, "refused");
    if (unsent().length === 0 && answer.redirected && first.page === location.href) return go(answer.url, "online");
  }
  say("online");
}

function go(page: string, said: Said): void {
  sessionStorage.setItem(SAID, said);
  location.assign(page);
}

function unsent(): Unsent[] {
  return JSON.parse(localStorage.getItem(QUEUE) ?? "[]") as Unsent[];
}

function write(answers: Unsent[]): void {
  if (answers.length > 0) localStorage.setItem(QUEUE, JSON.stringify(answers));
  else localStorage.removeItem(QUEUE);
}

function line(): HTMLElement | null {
  return document.querySelector<HTMLElement>("[data-offline]");
}

function say(what: Said): void {
  const said = line();
  if (!said) return;
  said.textContent = said.dataset[what] ?? "";
  said.hidden = false;
}
