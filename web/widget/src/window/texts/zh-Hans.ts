export { default } from "../../../../../texts/zh-Hans.json";
