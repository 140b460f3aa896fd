const BY_KEYS = "yasno-by-keys";

/** Keys 1–4 press the answers, but only while their group has the focus. */
export function startAnswers(): void {
  document.addEventListener("keydown", (event) => {
    const group = (event.target as Element).closest?.("[data-answers]");
    if (!group || event.ctrlKey || event.altKey || event.metaKey || !/^[1-4]$/.test(event.key)) return;
    const answer = group.querySelectorAll("button")[Number(event.key) - 1];
    if (!answer) return;
    event.preventDefault();
    sessionStorage.setItem(BY_KEYS, "1");
    answer.click();
  });
  document.addEventListener("pointerdown", () => sessionStorage.removeItem(BY_KEYS));
  focusAnswers(document);
}

/** Whoever answers by keys finds the next question's answers under the fingers. */
export function focusAnswers(within: ParentNode): boolean {
  const group = within.querySelector<HTMLElement>("main [data-answers], :scope [data-answers]");
  if (!group || !sessionStorage.getItem(BY_KEYS)) return false;
  group.focus();
  return true;
}
