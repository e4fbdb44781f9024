package look

import "image/color"

// The palette. Each is named for its meaning, never for the place that uses it.
var (
	paper         = rgb(0xF7F5F0)
	card          = rgb(0xFFFFFF)
	band          = rgb(0xF8F7F2)
	keyBar        = rgb(0xEEEBE2)
	line          = rgb(0xE6E2D9)
	edge          = rgb(0xD5D0C4)
	ink           = rgb(0x1E2328)
	ink2          = rgb(0x5F656D)
	faint         = rgb(0x8A8F95)
	jade          = rgb(0x0E7366)
	jadeDark      = rgb(0x0A5C52)
	jadeTint      = rgb(0xE3F1EE)
	selection     = rgb(0xCDE6E1)
	vermilion     = rgb(0xB3311F)
	vermilionTint = rgb(0xFBEAE6)
	amber         = rgb(0x8F5300)
	amberTint     = rgb(0xFDF3DF)
	rail          = rgb(0x22312F)
	railActive    = rgb(0x334744)
	railInk       = rgb(0xC9D4D1)
	railInk2      = rgb(0x94A5A1)
	railMark      = rgb(0x5CC8B8)
	seal          = rgb(0xF08C74)
)

// rgb makes an opaque colour of 0xRRGGBB.
func rgb(hex uint32) color.NRGBA {
	return color.NRGBA{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: 0xFF}
}

// Paper is the ground of the window, behind the cards.
func Paper() color.NRGBA { return paper }

// CardColor is the ground of cards, entries and dialogs.
func CardColor() color.NRGBA { return card }

// Band is the ground of table headers and group rows.
func Band() color.NRGBA { return band }

// KeyBarColor is the ground of the key bar at the bottom of the window.
func KeyBarColor() color.NRGBA { return keyBar }

// Line is the hairline between rows and around cards. It carries no text.
func Line() color.NRGBA { return line }

// Edge is the border of key caps, entries and plain buttons: one step stronger than Line.
func Edge() color.NRGBA { return edge }

// Ink is the first text colour.
func Ink() color.NRGBA { return ink }

// Ink2 is the second text colour: labels, explanations, hints.
func Ink2() color.NRGBA { return ink2 }

// Faint is the text of a key that has nothing to do now. It carries nothing that must be read.
func Faint() color.NRGBA { return faint }

// Jade is the one accent: done, primary, focus.
func Jade() color.NRGBA { return jade }

// JadeDark is Jade under the pointer or the finger.
func JadeDark() color.NRGBA { return jadeDark }

// JadeTint is the ground of chosen rows and of good news.
func JadeTint() color.NRGBA { return jadeTint }

// Selection is the ground of selected text in entries.
func Selection() color.NRGBA { return selection }

// Vermilion is money owed, and errors. Nothing else may be red.
func Vermilion() color.NRGBA { return vermilion }

// VermilionTint is the ground behind Vermilion text.
func VermilionTint() color.NRGBA { return vermilionTint }

// Amber asks for a look: odd, late, not yet certain.
func Amber() color.NRGBA { return amber }

// AmberTint is the ground behind Amber text.
func AmberTint() color.NRGBA { return amberTint }

// Rail is the ground of the navigation at the left.
func Rail() color.NRGBA { return rail }

// RailActive is the ground of the open item of the rail.
func RailActive() color.NRGBA { return railActive }

// RailInk is the text of the rail.
func RailInk() color.NRGBA { return railInk }

// RailInk2 is the text of key hints on the rail.
func RailInk2() color.NRGBA { return railInk2 }

// RailMark is the bar beside the open item of the rail.
func RailMark() color.NRGBA { return railMark }

// Seal is the vermilion of the seal, light enough for the dark rail.
func Seal() color.NRGBA { return seal }

// White is text on Jade, JadeDark and Vermilion.
func White() color.NRGBA { return card }

// Shade lies over the screen while a dialog is open.
func Shade() color.NRGBA { return color.NRGBA{R: 0x1E, G: 0x23, B: 0x28, A: 0x66} }
