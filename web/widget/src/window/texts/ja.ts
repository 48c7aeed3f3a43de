export { default } from "../../../../../texts/ja.json";
