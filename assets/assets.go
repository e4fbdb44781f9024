// Package assets holds what the programs carry inside themselves: fonts, the icon and the
// texts of the screens. It imports nothing of the project, so that every part may use it.
//
// The bytes are fixed when the program is built; callers must not change what they are given.
package assets

import (
	_ "embed" // The files below are part of the program: a counter needs nothing else on disk.
)

//go:embed fonts/NotoSansSC-Regular.ttf
var fontRegular []byte

//go:embed fonts/NotoSansSC-Bold.ttf
var fontBold []byte

//go:embed fonts/OFL.txt
var fontLicence string

//go:embed icon/icon.png
var icon []byte

// FontRegular returns Noto Sans SC Regular as TrueType, with rare name characters (𠮷 䶮 龑 㸃).
func FontRegular() []byte { return fontRegular }

// FontBold returns Noto Sans SC Bold as TrueType: GB2312, the signs of the desk and common name
// characters. Text with any other character is set in FontRegular; cashier/ui/look decides that.
func FontBold() []byte { return fontBold }

// FontLicence returns the SIL Open Font License 1.1, which must travel with both fonts.
func FontLicence() string { return fontLicence }

// Icon returns the seal of the program as PNG, 512×512.
func Icon() []byte { return icon }
