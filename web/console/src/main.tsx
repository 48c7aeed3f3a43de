import "./look/trustedTypes";
import "./look/layers.css";
import "@mantine/core/styles.layer.css";
import "./look/tokens.css";
import "./look/ground.css";
import { createRoot } from "react-dom/client";
import { App } from "./App";

// After an update of the server the chunks this page knows are gone; the new page knows the new ones. Once a minute at
// most, so that a server that is really broken does not send the page round in circles.
addEventListener("vite:preloadError", (event) => {
  const last = Number(sessionStorage.getItem("genkan.reloaded") ?? 0);
  if (Date.now() - last < 60_000) return;
  event.preventDefault();
  sessionStorage.setItem("genkan.reloaded", String(Date.now()));
  location.reload();
});

const root = document.getElementById("root");
if (root) createRoot(root).render(<App />);
