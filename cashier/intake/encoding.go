package intake

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	utf16 "golang.org/x/text/encoding/unicode"
)

var utf8BOM = []byte{0xEF, 0xBB, 0xBF}

// Decode reads text that a person brings: UTF-8, GB18030 (what Chinese Excel and
// Notepad save) or UTF-16 (what Excel calls Unicode text), with a byte order mark
// or without. It returns a *FileError for bytes that are text in none of these.
func Decode(data []byte) (string, error) {
	var decoded []byte
	var err error
	mark := utf16Of(data)
	switch {
	case mark != noUTF16:
		order := utf16.LittleEndian
		if mark == bigEndian {
			order = utf16.BigEndian
		}
		decoded, err = utf16.UTF16(order, utf16.UseBOM).NewDecoder().Bytes(data)
	case utf8.Valid(data):
		return strings.TrimLeft(string(data), "\ufeff"), nil
	default:
		decoded, err = simplifiedchinese.GB18030.NewDecoder().Bytes(data)
	}
	if err != nil || bytes.ContainsRune(decoded, utf8.RuneError) {
		return "", refuseFile(err, "文件里的文字读不出来（既不是 UTF-8 也不是 GBK/GB18030）：请用 Excel 或 WPS 打开，另存为 .xlsx 后再导入。")
	}
	return strings.TrimLeft(string(decoded), "\ufeff"), nil
}

// byteOrder is that of UTF-16 text.
type byteOrder byte

const (
	noUTF16 byteOrder = iota
	littleEndian
	bigEndian
)

// utf16Of tells UTF-16 by its mark, or without one by what it would read as:
// text has bytes of zero in it only where it is UTF-16, and then as one half of
// its plain letters, never as a character of its own.
func utf16Of(data []byte) byteOrder {
	switch {
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE}):
		return littleEndian
	case bytes.HasPrefix(data, []byte{0xFE, 0xFF}):
		return bigEndian
	case len(data)%2 != 0 || bytes.IndexByte(data, 0) < 0:
		return noUTF16
	}
	for _, order := range []byteOrder{littleEndian, bigEndian} {
		if readsAs(order, data) {
			return order
		}
	}
	return noUTF16
}

// readsAs reports whether no character of the data, two bytes each, is a
// control, none is left unassigned, and at least one is plain ASCII.
func readsAs(order byteOrder, data []byte) bool {
	plain := false
	for i := 0; i+1 < len(data); i += 2 {
		unit := rune(data[i]) | rune(data[i+1])<<8
		if order == bigEndian {
			unit = rune(data[i])<<8 | rune(data[i+1])
		}
		switch {
		case unit == '\t' || unit == '\n' || unit == '\r':
		case unit < ' ' || unit >= 0xFFFE || unicode.IsControl(unit):
			return false
		case unit >= 0xD800 && unit < 0xE000: // half of a rare character
		case !unicode.IsGraphic(unit) && !unicode.Is(unicode.Cf, unit) && !unicode.Is(unicode.Co, unit):
			return false
		}
		plain = plain || unit < 0x80
	}
	return plain
}
