package look

// scale multiplies text and everything that must grow with it; 1 is the size of the design. asked is the one that was set:
// in a small window scale stays below it.
var scale, asked float32 = 1, 1

// LargePrint is the scale of the large-print setting.
const LargePrint float32 = 1.25

// HugePrint is the largest scale there is.
const HugePrint float32 = 1.5

// SetScale asks for a text scale: 1 for the design's sizes, LargePrint for large print, HugePrint at most. It is in force
// as far as the window has room for it; see SetRoom. Afterwards the caller sets the app's theme to Theme() again and
// shows its screens anew: canvas text keeps the size it was made with.
func SetScale(factor float32) {
	asked = min(max(factor, 1), HugePrint)
	scale = fitting()
}

// AskedScale returns the text scale that was asked for; Scale may be below it in a small window.
func AskedScale() float32 { return asked }

// Scale returns the text scale in force.
func Scale() float32 { return scale }

// Scaled returns points multiplied by the text scale, for the rare size that has no name here.
func Scaled(points float32) float32 { return points * scale }

// Mild returns points grown by half as much as the text, for boxes around text: they have room to
// spare, and at 1366×768 room is what large print runs out of.
func Mild(points float32) float32 { return points * (1 + (scale-1)/2) }

// CaptionSize is the smallest text, in points: key hints on the rail.
func CaptionSize() float32 { return Scaled(11) }

// SmallSize is the text of explanations, hints and bars.
func SmallSize() float32 { return Scaled(13) }

// BodySize is the text of rows and entries.
func BodySize() float32 { return Scaled(15) }

// LeadSize is the text of card titles in dense screens and of buttons.
func LeadSize() float32 { return Scaled(17) }

// HeadingSize is the text of headings, search and money entries.
func HeadingSize() float32 { return Scaled(20) }

// RoomSize is the text of the room, and of the sum in the cash entry.
func RoomSize() float32 { return Scaled(26) }

// TotalSize is the text of the one sum a screen is about.
func TotalSize() float32 { return Scaled(44) }

// ChangeSize is the text of the change to hand back.
func ChangeSize() float32 { return Scaled(52) }

// OwnerTotalSize is the text of the total on the owner's screen.
func OwnerTotalSize() float32 { return Scaled(104) }

// RowHeight is the height of a table row, never below 36.
func RowHeight() float32 { return Mild(38) }

// FieldHeight is the height of a label-and-value row.
func FieldHeight() float32 { return Mild(30) }

// TapHeight is the least height and width of anything to tap.
func TapHeight() float32 { return Mild(44) }

// SearchHeight is the height of the search and money entries.
func SearchHeight() float32 {
	if IsShort() {
		return TapHeight()
	}
	return Mild(48)
}

// PrimaryHeight is the height of the one primary button of a screen.
func PrimaryHeight() float32 { return Mild(60) }

// Corner is the corner radius of entries and buttons.
func Corner() float32 { return 8 }

// CardCorner is the corner radius of cards and dialogs.
func CardCorner() float32 { return 10 }

// Gap is the space between cards and around the content.
func Gap() float32 { return 14 }

// Inset is the space inside a card.
func Inset() float32 { return 16 }

// RailWidth is the width of the navigation.
func RailWidth() float32 {
	if IsNarrow() {
		return Mild(58)
	}
	return Mild(76)
}

// StatusHeight is the height of the bar at the top.
func StatusHeight() float32 { return Mild(44) }

// KeyBarHeight is the height of the key bar at the bottom, whose hints can be tapped.
func KeyBarHeight() float32 { return TapHeight() }
