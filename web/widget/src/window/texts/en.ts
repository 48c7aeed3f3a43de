export { default } from "../../../../../texts/en.json";
