using System.Globalization;
using System.Text;
using QRCoder;

namespace Genkan.Administration;

/// <summary>A QR code as the path of an SVG drawing, one unit a module.</summary>
/// <param name="Size">Side in modules, the quiet zone included.</param>
/// <param name="Path">What is dark.</param>
internal sealed record QrDrawing(int Size, string Path)
{
    public static QrDrawing Of(string words)
    {
        using var data = QRCodeGenerator.GenerateQrCode(words, QRCodeGenerator.ECCLevel.M);
        var path = new StringBuilder();
        for (var y = 0; y < data.ModuleMatrix.Count; y++)
        {
            DrawRow(path, data.ModuleMatrix[y], y);
        }

        return new QrDrawing(data.ModuleMatrix.Count, path.ToString());
    }

    private static void DrawRow(StringBuilder path, System.Collections.BitArray row, int y)
    {
        for (var x = 0; x < row.Count; x++)
        {
            var from = x;
            while (x < row.Count && row[x])
            {
                x++;
            }

            if (x > from)
            {
                path.Append(CultureInfo.InvariantCulture, $"M{from} {y}h{x - from}v1h-{x - from}z");
            }
        }
    }
}
