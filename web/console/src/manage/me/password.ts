import { passwordLength } from "../agents/agentForm";
import type { FieldErrors } from "../form/form";

export interface PasswordFields {
  current: string;
  password: string;
}

export function checkPassword({ current, password }: PasswordFields): FieldErrors {
  const errors: FieldErrors = {};
  if (!current) errors.current = [{ code: "required", message: "" }];
  if (password.length < passwordLength) errors.password = [{ code: "password_weak", message: "" }];
  return errors;
}
