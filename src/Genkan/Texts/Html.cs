using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Genkan.Texts;

/// <summary>
/// A piece of HTML for pages made on the server. Written as an interpolated string: what stands in the string is
/// markup, what is put into its holes is text and encoded, unless it is <see cref="Html"/> itself. There is no way
/// to make one from a plain string.
/// </summary>
public readonly struct Html
{
    /// <summary>Nothing.</summary>
    public static readonly Html None;

    // Scripts of the world stay readable; < > & " ' and invisible characters never pass as they are.
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);
    private readonly string? markup;

    private Html(string markup) => this.markup = markup;

    /// <summary>Markup with encoded holes.</summary>
    public static Html Of(Writer written) => new(written.ToString());

    /// <summary>Text, encoded, with its line breaks.</summary>
    public static Html Lines(string text) => new(Encoder.Encode(text.ReplaceLineEndings("\n")).Replace("&#xA;", "<br>", StringComparison.Ordinal));

    /// <summary>One after the other.</summary>
    public static Html Join(IEnumerable<Html> pieces) => new(string.Concat(pieces.Select(p => p.markup)));

    /// <inheritdoc/>
    public override string ToString() => markup ?? "";

    /// <summary>Receives the interpolated string.</summary>
    [InterpolatedStringHandler]
    public sealed class Writer(int literalLength, int formattedCount)
    {
        private readonly StringBuilder written = new(literalLength + (formattedCount * 16));

        /// <summary>Markup.</summary>
        public void AppendLiteral(string value) => written.Append(value);

        /// <summary>Text.</summary>
        public void AppendFormatted(string? value) => written.Append(Encoder.Encode(value ?? ""));

        /// <summary>A number.</summary>
        public void AppendFormatted(long value) => written.Append(value);

        /// <summary>An id.</summary>
        public void AppendFormatted(Guid value) => written.Append(value);

        /// <summary>Markup made the same way.</summary>
        public void AppendFormatted(Html value) => written.Append(value.markup);

        /// <inheritdoc/>
        public override string ToString() => written.ToString();
    }
}
