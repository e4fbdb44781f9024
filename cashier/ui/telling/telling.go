// Package telling is what the window says of itself to whoever plays or measures it: one line of JSON each time that what it
// shows has been on the glass long enough for a press to count. It says where the keyboard is, never what was typed, and
// names nobody. It imports nothing, so that a program without a window reads it.
package telling

// Line is one line. Times are milliseconds since the window began to tell, on a clock that only goes forward.
type Line struct {
	N    uint64 `json:"n"`
	AtMS int64  `json:"atMS"`
	// DrawnMS is when all of Shown was on the glass, and StandsMS when its screen, step, room and sum were.
	DrawnMS  int64 `json:"drawnMS"`
	StandsMS int64 `json:"standsMS"`
	// KeyMS is when the newest key went down.
	KeyMS int64 `json:"keyMS"`
	// StepUS is the longest that one step of ours kept the window's thread since the line before, in microseconds.
	StepUS int64 `json:"stepUS"`
	// Taps says that by now a tap counts too; it needs longer than a key.
	Taps bool `json:"taps"`
	Shown
}

// Shown is what is in the window.
type Shown struct {
	Screen string `json:"screen"`
	Desk
	// Offers is what the screen's keys do now, as the key bar has it: each page of a screen has keys of its own.
	Offers string `json:"offers"`
	// Dialog is the title of the topmost dialog, "" for none, and Asked how often that dialog came up.
	Dialog string `json:"dialog"`
	Asked  uint64 `json:"asked,omitempty"`
	// Focus names the part that has the keyboard, and Typed is how many characters stand in it.
	Focus string `json:"focus"`
	Typed int    `json:"typed"`
	// Keys counts the keys that went down, held ones once.
	Keys uint64 `json:"keys"`
	// Busy says that an answer is awaited, or that keys are being held for it.
	Busy bool `json:"busy"`
}

// Desk is what a screen says of itself. Most say nothing.
type Desk struct {
	// Step is where its work stands, Room the room it is about and SumFen what is due or was received.
	Step   string `json:"step,omitempty"`
	Room   string `json:"room,omitempty"`
	SumFen int64  `json:"sumFen,omitempty"`
	// Stood numbers the sums that a key can agree to.
	Stood uint64 `json:"stood,omitempty"`
	// Said is the key in the catalogue of the sentence that answers the newest key.
	Said string `json:"said,omitempty"`
	// PressX and PressY are the middle of the button that takes money, in points of the window; 0 where there is none.
	PressX int `json:"pressX,omitempty"`
	PressY int `json:"pressY,omitempty"`
}
