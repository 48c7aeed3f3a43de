import { beforeEach, expect, test } from "vitest";
import { type Child, render } from "./draw.ts";

beforeEach(() => document.body.replaceChildren());
const show = (child: Child) => {
  render(child, document.body);
  return document.body.innerHTML;
};

test("text is text, nothing is not drawn, lists and fragments are flat", () => {
  expect(
    show(
      <p class="a">
        {"<b>"}
        {0}
        {false}
        {null}

        <i />
        {[1, 2].map((n) => (
          <u key={n}>{n}</u>
        ))}
      </p>,
    ),
  ).toBe('<p class="a">&lt;b&gt;0<i></i><u>1</u><u>2</u></p>');
});

test("what comes and goes does not disturb its neighbours, nor the words and the focus in them", () => {
  const form = (lost: boolean, items: number[]) => (
    <div>
      {lost && <p>lost</p>}
      {items.map((item) => (
        <b key={item}>{item}</b>
      ))}
      <input />
    </div>
  );
  show(form(false, [1, 2, 3]));
  const input = document.querySelector("input")!;
  const three = document.querySelectorAll("b")[2]!;
  input.focus();
  input.value = "typed";
  expect(show(form(true, [3, 1]))).toBe("<div><p>lost</p><b>3</b><b>1</b><input></div>");
  expect([document.querySelector("input"), document.activeElement, input.value]).toEqual([input, input, "typed"]);
  expect(document.querySelector("b")).toBe(three);
});

test("attributes, handlers and values follow what is drawn", () => {
  const clicks: string[] = [];
  const one = (name: string, off: boolean, value: string) => (
    <div>
      <button
        type="button"
        disabled={off}
        aria-busy={off}
        title={off ? "x" : undefined}
        onClick={() => clicks.push(name)}
      />
      <select value={value}>
        <option value="a" />
        <option value="b" />
      </select>
      <svg viewBox="0 0 1 1" aria-hidden="true">
        <path d="M0 0" />
      </svg>
    </div>
  );
  expect(show(one("first", true, "b"))).toContain('<button type="button" disabled="" aria-busy="true" title="x">');
  expect(document.querySelector("select")!.value).toBe("b");
  expect(document.querySelector("path")!.namespaceURI).toBe("http://www.w3.org/2000/svg");
  expect(show(one("second", false, "a"))).toContain('<button type="button" aria-busy="false">');
  document.querySelector("button")!.click();
  expect(clicks).toEqual(["second"]);
});

test("a node that is the same as before is left alone", () => {
  const kept = <p>kept</p>;
  show(<div>{kept}</div>);
  document.querySelector("p")!.textContent = "changed outside";
  expect(show(<div>{kept}</div>)).toBe("<div><p>changed outside</p></div>");
});
