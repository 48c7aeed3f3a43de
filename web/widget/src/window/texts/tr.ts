export { default } from "../../../../../texts/tr.json";
