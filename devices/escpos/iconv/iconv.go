// Package iconv stands in for github.com/qiniu/iconv, which hennedo/escpos imports for two methods we never call
// (WriteGBK drops whole strings; see devices/escpos). The original needs cgo and libiconv, and Debian has none for
// the Windows cross build; this one is the same three names over golang.org/x/text.
package iconv

import (
	"fmt"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// Iconv converts text from UTF-8 to one other encoding.
type Iconv struct {
	to encoding.Encoding
}

// Open returns a converter from UTF-8 to the encoding named to ("gbk", "gb18030" or "cp850"); any other pair is an error.
func Open(to, from string) (Iconv, error) {
	if from != "utf-8" && from != "UTF-8" {
		return Iconv{}, fmt.Errorf("iconv: from %q is not supported", from)
	}
	switch to {
	case "gbk", "GBK":
		return Iconv{to: simplifiedchinese.GBK}, nil
	case "gb18030", "GB18030":
		return Iconv{to: simplifiedchinese.GB18030}, nil
	case "cp850", "CP850":
		return Iconv{to: charmap.CodePage850}, nil
	}
	return Iconv{}, fmt.Errorf("iconv: to %q is not supported", to)
}

// Close does nothing and returns nil; the original frees memory here.
func (Iconv) Close() error { return nil }

// ConvString converts text, with the encoding's own replacement for what it lacks.
func (c Iconv) ConvString(text string) string {
	if c.to == nil {
		return text
	}
	out, err := encoding.ReplaceUnsupported(c.to.NewEncoder()).String(text)
	if err != nil {
		return ""
	}
	return out
}
