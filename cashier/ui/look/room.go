package look

import "fyne.io/fyne/v2"

// LeastWidth and LeastHeight are the smallest room, in points, that every screen is made for: what a monitor of 1024×720
// leaves under a title and beside a panel. In less the window says that it is too small.
const (
	LeastWidth  float32 = 1024
	LeastHeight float32 = 640
)

// room is the size of the window in points, as SetRoom was last told.
var room = fyne.NewSize(1366, 768)

// steps are the text scales there are, from the largest.
var steps = []float32{HugePrint, 1.375, LargePrint, 1.125, 1}

// largeRoom is the room, in points, that large print is made for; a larger scale needs more in proportion.
var largeRoom = fyne.NewSize(1280, 740)

// SetRoom says how large the window is, and answers whether anything has to be laid out anew for it: the text gives way
// where the scale asked for would leave no room for the columns, and the columns beside the middle become narrower.
func SetRoom(size fyne.Size) (isOther bool) {
	wasScale, wasNarrow, wasShort := scale, IsNarrow(), IsShort()
	room = size
	scale = fitting()
	return scale != wasScale || IsNarrow() != wasNarrow || IsShort() != wasShort
}

// WouldDiffer says whether SetRoom would answer that size has to be laid out anew for.
func WouldDiffer(size fyne.Size) bool {
	was := room
	defer func() {
		room = was
		scale = fitting()
	}()
	return SetRoom(size)
}

// IsTooSmall says whether a window of size has less room than any screen is made for.
func IsTooSmall(size fyne.Size) bool { return size.Width < LeastWidth || size.Height < LeastHeight }

// IsNarrow says whether the columns beside the middle and the rail give way to it.
func IsNarrow() bool { return room.Width < 1200+480*(scale-1) }

// IsShort says whether the entries of a form stand as close as they can be tapped.
func IsShort() bool { return room.Height < 700+280*(scale-1) }

// fitting is the largest step of the text scale that is not above the one asked for and has room.
func fitting() float32 {
	most := min(asked, LargePrint*min(room.Width/largeRoom.Width, room.Height/largeRoom.Height))
	for _, step := range steps {
		if step <= most {
			return step
		}
	}
	return 1
}
