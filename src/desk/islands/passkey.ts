import { startAuthentication, startRegistration } from "@simplewebauthn/browser";

/** Passkeys at the door and in the account: the browser is asked, and what it answers is sent to the desk. */
const token = document.querySelector<HTMLMetaElement>('meta[name="voceria-form"]')?.content;

const door = document.querySelector<HTMLElement>("#use-passkey");
if (door !== null && "PublicKeyCredential" in globalThis) {
  door.hidden = false;
  door.querySelector("button")?.addEventListener("click", () => {
    void trying(door, async () => {
      const optionsJSON = (await send("/desk/enter/passkey/ask", {})) as Parameters<
        typeof startAuthentication
      >[0]["optionsJSON"];
      const response = await startAuthentication({ optionsJSON });
      return send("/desk/enter/passkey", { response, next: door.dataset["next"] });
    });
  });
}

const adding = document.querySelector<HTMLFormElement>("#add-passkey");
if (adding !== null && "PublicKeyCredential" in globalThis) {
  adding.hidden = false;
  adding.addEventListener("submit", (event) => {
    event.preventDefault();
    void trying(adding, async () => {
      const optionsJSON = (await send("/desk/account/passkeys/begin", {})) as Parameters<
        typeof startRegistration
      >[0]["optionsJSON"];
      const response = await startRegistration({ optionsJSON });
      return send("/desk/account/passkeys", { response, name: new FormData(adding).get("name") });
    });
  });
}

/** Goes on to where the desk says; what fails is said beside the button, and can be tried again. */
async function trying(place: HTMLElement, work: () => Promise<unknown>): Promise<void> {
  const [button, notice] = [place.querySelector("button"), place.querySelector<HTMLElement>('[role="alert"]')];
  if (button === null || notice === null) return;
  button.disabled = true;
  notice.hidden = true;
  try {
    const { next } = (await work()) as { next: string };
    location.assign(next);
  } catch {
    notice.textContent = place.dataset["failed"] ?? "";
    notice.hidden = false;
    button.disabled = false;
  }
}

async function send(path: string, body: unknown): Promise<unknown> {
  const response = await fetch(path, {
    method: "POST",
    body: JSON.stringify(body),
    headers: {
      "content-type": "application/json",
      accept: "application/json",
      ...(token === undefined ? {} : { "voceria-form": token }),
    },
  });
  if (!response.ok) throw new Error(String(response.status));
  return response.json();
}
