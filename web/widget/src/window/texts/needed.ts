/** Problems and field errors that a visitor can meet. */
const problems = [
  "problem.cannot_write",
  "problem.conversation_ended",
  "problem.conversation_closed",
  "problem.internal",
  "problem.invalid",
  "problem.not_found",
  "problem.offline",
  "problem.too_large",
  "problem.too_many",
  "field.contact_needed",
  "field.consent_needed",
  "field.email_invalid",
  "field.malformed",
  "field.phone_invalid",
  "field.required",
  "field.text_invalid",
  "field.too_long",
  "field.too_short",
];

export function needed(key: string): boolean {
  if (key.startsWith("widget.button.")) return false;
  return /^(widget|line|languageName)\./.test(key) || problems.includes(key);
}
