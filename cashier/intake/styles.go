package intake

import "slices"

// maxFormats bounds the different number formats of a workbook; Excel itself
// allows about 250 of its user's own.
const maxFormats = 5_000

// styleFormat is what a cell's style says about its number: the place of its
// format's code in workbook.formats, and whether that shows a date.
type styleFormat struct {
	code uint16
	date bool
}

// formatOf returns the number format of a style; General for a style that is
// not there.
func (book *workbook) formatOf(style int) styleFormat {
	known, found := book.styles[style]
	if found || len(book.styles) >= maxFormats*10 {
		return known
	}
	format, err := book.file.GetStyle(style)
	if err != nil {
		book.styles[style] = styleFormat{}
		return styleFormat{}
	}
	code := builtInFormats[format.NumFmt]
	known.date = isBuiltInDate(format.NumFmt)
	if format.CustomNumFmt != nil {
		code = *format.CustomNumFmt
		known.date = isDateCode(code)
	}
	place := slices.Index(book.formats, code)
	if place < 0 && len(book.formats) < maxFormats {
		place, book.formats = len(book.formats), append(book.formats, code)
	}
	known.code = uint16(max(place, 0))
	book.styles[style] = known
	return known
}

func isBuiltInDate(number int) bool {
	return number >= 14 && number <= 17 || number == 22 || number >= 27 && number <= 31 || number == 36 ||
		number >= 50 && number <= 54 || number == 57 || number == 58
}
