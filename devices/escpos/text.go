package escpos

import (
	"strings"
	"unicode"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/unicode/norm"
)

// replacements writes signs that Chinese character sets lack as the ones that printers have and people expect.
var replacements = strings.NewReplacer(
	"\r\n", "\n", "\r", "\n", "\t", " ",
	"¥", "￥", "m²", "㎡", "m³", "立方米", "㎥", "立方米",
	"\u2212", "-", "\u2011", "-",
)

// clean returns text as it can be printed: composed, signs replaced, odd spaces made plain, invisible characters
// taken out. Control characters are taken out and handed to dropped, because a printer would obey them.
func clean(text string, encoding Encoding, dropped func(rune)) string {
	text = replacements.Replace(norm.NFC.String(text))
	if encoding == GBK {
		// x/text's GBK sends the euro sign as the single byte 80, which printers do not know.
		text = strings.ReplaceAll(text, "€", "EUR")
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\u3000':
			return r
		case unicode.IsControl(r):
			dropped(r)
			return -1
		case unicode.Is(unicode.Zs, r):
			return ' '
		case unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Variation_Selector, r) ||
			r == '\u2028' || r == '\u2029':
			return -1
		}
		return r
	}, text)
}

// encode returns the printer's bytes of one clean line, and the characters the printer has no glyph for, among them
// all for private use; where there
// are any, the bytes are not to be used.
func encode(line string, encoding Encoding) (encoded []byte, rare []rune) {
	encoder := simplifiedchinese.GB18030.NewEncoder()
	if encoding == GBK {
		encoder = simplifiedchinese.GBK.NewEncoder()
	}
	for _, r := range line {
		if r < 0x80 {
			encoded = append(encoded, byte(r))
			continue
		}
		two, err := encoder.Bytes([]byte(string(r)))
		if err != nil || !drawnByPrinters(two) || unicode.Is(unicode.Co, r) {
			encoder.Reset()
			rare = append(rare, r)
			continue
		}
		encoded = append(encoded, two...)
	}
	return encoded, rare
}

// drawnByPrinters reports whether a code is one that printers have a glyph for: two bytes, and not in the rows from
// FE50, which GB18030 filled later with rare characters (䶮 is FE9F) and most printers' fonts did not.
func drawnByPrinters(code []byte) bool { return len(code) == 2 && code[0] < 0xFE }
