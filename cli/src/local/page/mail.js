// Sends the forms of the page in the background and shows what is answered; without it they still work, bare.
"use strict";

for (const form of document.forms) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const [button, output] = [form.querySelector("button"), form.querySelector("output")];
    const tell = (text, good) => {
      output.textContent = text;
      output.className = good ? "good" : "bad";
    };
    button.disabled = true;
    try {
      const body = new URLSearchParams(new FormData(form));
      const answer = await fetch(form.action, { method: "POST", body });
      const { msg, error } = await answer.json();
      tell(msg ?? error ?? "", answer.ok);
      if (answer.ok && form.dataset.then === "reload") location.reload();
    } catch {
      tell("The server does not answer.", false);
    }
    button.disabled = false;
  });
}

// Does not reload by itself: somebody may be typing, or reading an answer.
setInterval(async () => {
  if (document.hidden) return;
  try {
    const attempts = await (await fetch("/_local/outbox")).json();
    document.getElementById("news").hidden = attempts.length === Number(document.body.dataset.shown);
  } catch {
    // The server is away; the next look may find it.
  }
}, 2000);
