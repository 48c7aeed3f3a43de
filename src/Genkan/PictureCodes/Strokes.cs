namespace Genkan.PictureCodes;

internal readonly record struct Point(double X, double Y)
{
    public static Point operator +(Point a, Point b) => new(a.X + b.X, a.Y + b.Y);
}

/// <summary>The digits as strokes of a pen in a box of one by one, y downwards. Drawn here, so that no font and no image library is needed.</summary>
internal static class Strokes
{
    private static readonly Point[][] Six =
        [Curve((.8, .05), (.5, .1), (.2, .4), (.12, .72), (.3, .97), (.7, .97), (.88, .72), (.7, .48), (.36, .5), (.13, .7))];

    private static readonly Point[][][] Digits =
    [
        [Curve((.5, 0), (.16, .18), (.1, .5), (.16, .82), (.5, 1), (.84, .82), (.9, .5), (.84, .18), (.5, 0))],
        [Line((.22, .24), (.56, 0), (.56, 1)), Line((.28, 1), (.84, 1))],
        [Curve((.12, .28), (.2, .08), (.5, 0), (.8, .08), (.88, .3), (.7, .58), (.4, .8), (.12, 1)), Line((.12, 1), (.9, 1))],
        [Curve((.14, .12), (.45, 0), (.8, .1), (.82, .36), (.42, .48)), Curve((.42, .48), (.86, .58), (.88, .86), (.5, 1), (.1, .87))],
        [Line((.68, 1), (.68, 0), (.08, .68), (.94, .68))],
        [Line((.84, 0), (.22, 0), (.16, .46)), Curve((.16, .46), (.5, .36), (.88, .54), (.86, .86), (.48, 1), (.1, .88))],
        Six,
        [Line((.1, 0), (.9, 0), (.38, 1)), Line((.34, .52), (.78, .52))],
        [Curve((.5, .47), (.18, .3), (.26, .05), (.5, 0), (.74, .05), (.82, .3), (.5, .47), (.12, .72), (.22, .96), (.5, 1), (.78, .96), (.88, .72), (.5, .47))],
        [.. Six.Select(stroke => stroke.Select(p => new Point(1 - p.X, 1 - p.Y)).ToArray())],
    ];

    public static IReadOnlyList<Point[]> Of(char digit) => Digits[digit - '0'];

    /// <summary>A smooth line through all points (Catmull–Rom), eight steps between two of them.</summary>
    public static Point[] Smooth(IReadOnlyList<Point> through)
    {
        var line = new List<Point> { through[0] };
        for (var i = 0; i < through.Count - 1; i++)
        {
            var (a, b, c, d) = (through[Math.Max(0, i - 1)], through[i], through[i + 1], through[Math.Min(through.Count - 1, i + 2)]);
            for (var step = 1; step <= 8; step++)
            {
                var t = step / 8.0;
                line.Add(new Point(Between(a.X, b.X, c.X, d.X, t), Between(a.Y, b.Y, c.Y, d.Y, t)));
            }
        }

        return [.. line];
    }

    private static double Between(double a, double b, double c, double d, double t) =>
        0.5 * ((2 * b) + ((c - a) * t) + (((2 * a) - (5 * b) + (4 * c) - d) * t * t) + (((3 * b) - a - (3 * c) + d) * t * t * t));

    private static Point[] Curve(params (double X, double Y)[] points) => Smooth([.. points.Select(p => new Point(p.X, p.Y))]);

    private static Point[] Line(params (double X, double Y)[] points) => [.. points.Select(p => new Point(p.X, p.Y))];
}
