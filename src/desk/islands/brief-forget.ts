/** At the door nobody is signed in: whatever briefs this browser kept for somebody are gone, and so is what keeps them. */
async function forgetBriefs(): Promise<void> {
  await Promise.all(["voceria-brief", "voceria-brief-look"].map((name) => caches.delete(name)));
  for (const registration of await navigator.serviceWorker.getRegistrations())
    if (new URL(registration.scope).pathname === "/desk/brief/") await registration.unregister();
}

if ("serviceWorker" in navigator && "caches" in globalThis) void forgetBriefs().catch(() => undefined);
