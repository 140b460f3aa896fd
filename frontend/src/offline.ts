const QUEUE = "yasno-unsent";
const SAID = "yasno-unsent-said"; // what the next page tells of the answers that were sent
const sent = new BroadcastChannel(QUEUE); // the tab that sends tells the tab that asked where to go on
const LATER = 20_000; // ms until what did not go is tried once more
let waits = false; // whether this very page has an answer that waits
const ENDS = /\/(erase|sign-out)$/; // whoever erases or leaves takes their answers out of this browser

interface Unsent {
  action: string;
  page: string;
  fields: [string, string][];
}

type Said = "offline" | "online" | "refused" | "file";

interface Sent {
  page: string;
  next: string;
  said: Said;
}

/** Answers of forms marked `data-offline-keep` wait in this browser while there is no connection. */
export function startOffline(): void {
  document.addEventListener("submit", keep, true);
  window.addEventListener("online", () => void sendOnce());
  sent.addEventListener("message", ({ data }: MessageEvent<Sent>) => {
    if (waits && data.page === location.href) go(data.next, data.said);
    else if (unsent().length === 0 && says("offline")) say(data.said);
  });
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
  waits = true;
  say("offline");
}

function sameForm(one: Unsent, other: Unsent): boolean {
  return one.action === other.action && one.page === other.page && asked(one) === asked(other);
}

function asked(one: Unsent): string {
  return one.fields.filter(([name]) => name === "fact" || name === "place").join();
}

/** One tab sends at a time, or two would send the same answer; the next finds it sent, or tries itself. */
async function sendOnce(): Promise<void> {
  // Browsers have locks only on https and this machine; without them each tab is on its own.
  if (navigator.locks) await navigator.locks.request(QUEUE, send);
  else await send();
}

/** Sends what waits, oldest first, then goes on where the last answer leads; a refused one is asked again. */
async function send(): Promise<void> {
  if (unsent().length === 0) return; // another tab has sent or erased it
  const token = line()?.dataset["token"] ?? "";
  for (let first = unsent()[0]; first; first = unsent()[0]) {
    let answer: Response;
    try {
      answer = await fetch(first.action, { method: "POST", body: new URLSearchParams([...first.fields, ["_csrf_token", token]]) });
    } catch {
      return later(); // still no connection: the answer stays
    }
    if (answer.status >= 500 || answer.status === 429) return later(); // not refused
    write(unsent().slice(1));
    sent.postMessage({ page: first.page, next: answer.redirected ? answer.url : first.page, said: answer.ok ? "online" : "refused" });
    if (!answer.ok) return go(first.page, "refused");
    if (unsent().length === 0 && answer.redirected && first.page === location.href) return go(answer.url, "online");
  }
  say("online");
}

function later(): void {
  setTimeout(() => void sendOnce(), LATER);
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

function says(what: Said): boolean {
  return line()?.hidden === false && line()?.textContent === line()?.dataset[what];
}
