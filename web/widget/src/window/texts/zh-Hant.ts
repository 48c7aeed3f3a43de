export { default } from "../../../../../texts/zh-Hant.json";
