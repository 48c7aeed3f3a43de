/**
 * Draws the window. Every change draws everything again, and only what differs touches the page. Screens keep no state of
 * their own (`view.ts`), so this needs none of what makes a framework large: 0.8 KB instead of Preact's 4.6, on pages whose
 * visitors did not come for us. Text is always text: there is no way to put markup in.
 */

export interface Drawn {
  tag: string;
  props: Record<string, unknown>;
  key: string | number | undefined;
  children: [string, Drawn | string][];
  node?: Element;
}
export type Child = Drawn | string | number | boolean | null | undefined | Child[];

type Component<P> = (props: P) => Child;

export function jsx<P extends { children?: Child }>(
  type: string | Component<P>,
  props: P,
  key?: string | number,
): Child {
  // Components are plain functions, called at once; an element is all that is left of them.
  if (typeof type === "function") return type(props);
  const { children, ...rest } = props;
  return { tag: type, props: rest, key, children: list(children, "", []) };
}
export const jsxs = jsx;
export const Fragment = ({ children }: { children?: Child }): Child => children;

/** Each child gets a name from its place, so that one that comes or goes does not disturb its neighbours. */
function list(child: Child, name: string, out: Drawn["children"]): Drawn["children"] {
  if (Array.isArray(child))
    for (const [index, item] of child.entries()) list(item, `${name}.${keyOf(item) ?? index}`, out);
  else if (typeof child === "object" && child) out.push([name, child]);
  else if (typeof child === "string" || typeof child === "number") out.push([name, String(child)]);
  return out;
}

function keyOf(child: Child): string | undefined {
  return typeof child === "object" && child && "tag" in child && child.key !== undefined ? `k${child.key}` : undefined;
}

interface Kept {
  drawn: Drawn | string;
  node: ChildNode;
}
/** What stands in an element, by name. */
const inside = new WeakMap<Node, Map<string, Kept>>();

export function render(child: Child, parent: Element): void {
  update(parent, list([child], "", []));
}

function update(parent: Element, children: Drawn["children"]): void {
  const before = inside.get(parent);
  const after = new Map<string, Kept>();
  for (const [name, drawn] of children) {
    const old = before?.get(name);
    after.set(name, old && sameKind(old.drawn, drawn) ? patch(old, drawn) : patch(make(parent, drawn), drawn));
  }
  for (const [name, { node }] of before ?? []) if (after.get(name)?.node !== node) node.remove();
  let place = parent.firstChild;
  for (const { node } of after.values()) {
    if (node === place) place = place.nextSibling;
    else parent.insertBefore(node, place);
  }
  inside.set(parent, after);
}

function sameKind(one: Drawn | string, other: Drawn | string): boolean {
  return typeof one === "string" ? typeof other === "string" : typeof other !== "string" && one.tag === other.tag;
}

function make(parent: Element, drawn: Drawn | string): Kept {
  if (typeof drawn === "string") return { drawn, node: document.createTextNode(drawn) };
  const space = drawn.tag === "svg" ? "http://www.w3.org/2000/svg" : parent.namespaceURI;
  return {
    drawn: { tag: drawn.tag, props: {}, key: undefined, children: [] },
    node: document.createElementNS(space, drawn.tag),
  };
}

function patch({ drawn: old, node }: Kept, next: Drawn | string): Kept {
  if (old === next) return { drawn: next, node };
  if (typeof next === "string") node.nodeValue = next;
  else {
    const element = node as Element;
    update(element, next.children);
    // After the children: a select can only take a value it has.
    const { props } = old as Drawn;
    for (const name in { ...props, ...next.props }) set(element, name, next.props[name], props[name]);
  }
  return { drawn: next, node };
}

function set(element: Element, name: string, value: unknown, old: unknown): void {
  const target = element as unknown as Record<string, unknown>;
  if (name === "value" || name === "checked") {
    // Against the page, not against what we drew: the person may have changed it since.
    if (target[name] !== (value ?? "")) target[name] = value ?? "";
  } else if (value === old) return;
  else if (name.startsWith("on")) target[name.toLowerCase()] = value;
  else if (value === undefined || value === null || (value === false && !name.startsWith("aria")))
    element.removeAttribute(name);
  else element.setAttribute(name, value === true && !name.startsWith("aria") ? "" : String(value));
}

type On<E, T> = (event: E & { currentTarget: T }) => void;
interface Attributes<T> {
  onClick?: On<MouseEvent, T>;
  onInput?: On<Event, T>;
  onChange?: On<Event, T>;
  onSubmit?: On<Event, T>;
  onScroll?: On<Event, T>;
  onKeyDown?: On<KeyboardEvent, T>;
  children?: Child;
  key?: string | number;
  [attribute: string]: unknown;
}
type Elements = { [Tag in keyof HTMLElementTagNameMap]: Attributes<HTMLElementTagNameMap[Tag]> };

export declare namespace JSX {
  type Element = Child;
  interface ElementChildrenAttribute {
    children: unknown;
  }
  interface IntrinsicAttributes {
    key?: string | number;
  }
  interface IntrinsicElements extends Elements {
    svg: Attributes<SVGElement>;
    path: Attributes<SVGElement>;
  }
}
