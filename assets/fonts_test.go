package assets

import (
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/image/font/sfnt"
)

func requireGlyphs(t *testing.T, data []byte, text string) {
	t.Helper()
	face, err := sfnt.Parse(data)
	require.NoError(t, err)
	var buffer sfnt.Buffer
	for _, character := range text {
		glyph, err := face.GlyphIndex(&buffer, character)
		require.NoError(t, err)
		require.NotZero(t, glyph, "no glyph for %c U+%04X", character, character)
		segments, err := face.LoadGlyph(&buffer, glyph, 1000<<6, nil)
		require.NoError(t, err)
		require.NotEmpty(t, segments, "empty glyph for %c", character)
	}
}

const signs = "0123456789.,-￥¥〇²³㎡·–→←↑↓×✓●…、。，「」"

func TestRegularSetsRareNameCharacters(t *testing.T) {
	requireGlyphs(t, FontRegular(), "𠮷䶮龑㸃龘喆犇㙓𬭚𫖯"+signs)
}

func TestBoldSetsHeadingsFiguresAndCommonNames(t *testing.T) {
	requireGlyphs(t, FontBold(), "收款并打印找零应收张建国𠮷䶮龑㸃喆堃镕"+signs)
}

func TestFiguresAreOfEqualWidth(t *testing.T) {
	for _, data := range [][]byte{FontRegular(), FontBold()} {
		face, err := sfnt.Parse(data)
		require.NoError(t, err)
		var buffer sfnt.Buffer
		widths := map[int]bool{}
		for _, digit := range "0123456789" {
			glyph, err := face.GlyphIndex(&buffer, digit)
			require.NoError(t, err)
			width, err := face.GlyphAdvance(&buffer, glyph, 1000<<6, 0)
			require.NoError(t, err)
			widths[int(width)] = true
		}
		require.Len(t, widths, 1)
	}
}
