import "./look/layers.css";
import "@mantine/core/styles.layer.css";
import "./look/tokens.css";
import "./look/ground.css";
import { createRoot } from "react-dom/client";
import { App } from "./App";

const root = document.getElementById("root");
if (root) createRoot(root).render(<App />);
