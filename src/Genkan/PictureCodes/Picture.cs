namespace Genkan.PictureCodes;

/// <summary>
/// Draws a code so that people read it and programs find it hard: each digit turned, leaned and scaled by itself, all of it
/// bent by waves, touching its neighbour, with lines of the same ink across. The same code is always the same picture: who
/// asks often learns nothing more.
/// </summary>
internal sealed class Picture
{
    /// <summary>In pixels; shown at half of it, sharp on dense screens.</summary>
    public const int Width = 560, Height = 180;

    private const byte Ground = 250;
    private readonly byte[] pixels = new byte[Width * Height];
    private readonly Random random;
    private readonly double wave, turn, heave, roll;

    private Picture(int seed)
    {
        random = new Random(seed);
        Array.Fill(pixels, Ground);
        (wave, turn) = (Range(5, 10), Range(0, 6.3));
        (heave, roll) = (Range(6, 13), Range(0, 6.3));
    }

    /// <summary>The picture as PNG.</summary>
    public static byte[] Of(string code, int seed)
    {
        var picture = new Picture(seed);
        picture.Specks(260);
        for (var i = 0; i < code.Length; i++)
        {
            picture.Digit(code[i], 42 + (i * (Width - 84.0) / code.Length));
        }

        picture.Across(4);
        return Png.Write(Width, Height, picture.pixels);
    }

    private void Digit(char digit, double left)
    {
        var (size, lean, angle) = (Range(84, 104), Range(-.28, .28), Range(-.32, .32));
        var middle = new Point(left + (size * .36) + Range(-5, 5), (Height / 2.0) + Range(-16, 16));
        var (pen, ink) = (Range(6.5, 9), (byte)random.Next(30, 90));
        foreach (var stroke in Strokes.Of(digit))
        {
            Draw([.. stroke.Select(p => Bent(middle + Placed(p, size, lean, angle)))], pen, ink);
        }
    }

    private static Point Placed(Point p, double size, double lean, double angle)
    {
        var (y, x) = ((p.Y - .5) * size, ((p.X - .5) * size * .66) - ((p.Y - .5) * size * lean));
        return new Point((x * Math.Cos(angle)) - (y * Math.Sin(angle)), (x * Math.Sin(angle)) + (y * Math.Cos(angle)));
    }

    private Point Bent(Point p) => new(
        p.X + (wave * Math.Sin((p.Y / 26) + turn)),
        p.Y + (heave * Math.Sin((p.X / 62) + roll)));

    /// <summary>Lines through the digits, as thick as a digit's: nothing tells them apart but sense.</summary>
    private void Across(int lines)
    {
        for (var i = 0; i < lines; i++)
        {
            var through = Enumerable.Range(0, 6).Select(n => new Point((n * Width / 5.0) + Range(-30, 30), Range(24, Height - 24))).ToList();
            Draw(Strokes.Smooth(through), Range(2.5, 4.5), (byte)random.Next(40, 110));
        }
    }

    private void Specks(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var at = new Point(Range(2, Width - 2), Range(2, Height - 2));
            Draw([at, at + new Point(Range(-5, 5), Range(-5, 5))], Range(1.5, 3), (byte)random.Next(90, 190));
        }
    }

    private void Draw(Point[] line, double pen, byte ink)
    {
        for (var i = 0; i < line.Length - 1; i++)
        {
            Segment(line[i], line[i + 1], pen / 2, ink);
        }
    }

    /// <summary>Ink by how near a pixel is to the line, so that edges are smooth.</summary>
    private void Segment(Point a, Point b, double half, byte ink)
    {
        var (dx, dy) = (b.X - a.X, b.Y - a.Y);
        var length = (dx * dx) + (dy * dy);
        var top = Math.Max(0, (int)(Math.Min(a.Y, b.Y) - half - 1));
        var bottom = Math.Min(Height - 1, (int)(Math.Max(a.Y, b.Y) + half + 1));
        var left = Math.Max(0, (int)(Math.Min(a.X, b.X) - half - 1));
        var right = Math.Min(Width - 1, (int)(Math.Max(a.X, b.X) + half + 1));
        for (var y = top; y <= bottom; y++)
        {
            for (var x = left; x <= right; x++)
            {
                var t = length < 1e-9 ? 0 : Math.Clamp((((x - a.X) * dx) + ((y - a.Y) * dy)) / length, 0, 1);
                var away = Math.Sqrt(Math.Pow(x - a.X - (t * dx), 2) + Math.Pow(y - a.Y - (t * dy), 2));
                var cover = Math.Clamp(half + .5 - away, 0, 1);
                ref var pixel = ref pixels[(y * Width) + x];
                pixel = Math.Min(pixel, (byte)(Ground - ((Ground - ink) * cover)));
            }
        }
    }

    private double Range(double from, double to) => from + (random.NextDouble() * (to - from));
}
