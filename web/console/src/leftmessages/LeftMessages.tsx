export default function LeftMessages() {
  return null;
}
