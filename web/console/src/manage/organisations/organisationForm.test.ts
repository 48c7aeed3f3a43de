import { expect, it } from "vitest";
import { checkOrganisation, newOrganisation, toCreate } from "./organisationForm";

const shop = {
  ...newOrganisation(),
  name: " Second Shop ",
  ownerName: "Olga",
  email: "olga@second.example",
  password: "long enough now",
};

it("@SP-07 makes a further organisation with an owner of its own", () => {
  expect(checkOrganisation(shop)).toEqual({});
  expect(toCreate("1", shop)).toEqual({
    id: "1",
    name: "Second Shop",
    owner: { name: "Olga", email: "olga@second.example", password: "long enough now" },
  });
});

it("says beforehand what the server would refuse", () => {
  expect(Object.keys(checkOrganisation({ ...newOrganisation(), slug: "Ünlü Mağaza" })).sort()).toEqual([
    "email",
    "name",
    "ownerName",
    "password",
    "slug",
  ]);
  expect(checkOrganisation({ ...shop, slug: "-shop" })).toHaveProperty("slug");
  expect(checkOrganisation({ ...shop, slug: "shop-2" })).toEqual({});
});
