const ALONE = new Set(["unknown", "nothing"]);

/** «Не знаю» and «Ничего из этого» stand alone: one of them clears the rest of its question, and the other way round. */
export function startChoices(): void {
  document.addEventListener("input", ({ target }) => {
    if (!(target instanceof HTMLInputElement) || !target.form) return;
    for (const asked of target.form.querySelectorAll<HTMLInputElement>("input[type=hidden][name=fact]")) {
      settle(target.form, asked.value, target);
    }
  });
}

function settle(form: HTMLFormElement, code: string, changed: HTMLInputElement): void {
  const boxes = [...form.querySelectorAll<HTMLInputElement>(`input[type=checkbox][name="${code}"]`)];
  const unsure = form.querySelector<HTMLInputElement>(`input[type=checkbox][name="${code}_unknown"]`);
  const typed = form.querySelector<HTMLInputElement>(`input:not([type=checkbox], [type=radio])[name="${code}"]`);
  if (boxes.includes(changed) && changed.checked) {
    const alone = ALONE.has(changed.value);
    for (const box of boxes) if (box !== changed && (alone || ALONE.has(box.value))) box.checked = false;
  } else if (unsure && typed && changed === unsure && unsure.checked) {
    typed.value = "";
  } else if (unsure && changed === typed && typed.value) {
    unsure.checked = false;
  }
}
