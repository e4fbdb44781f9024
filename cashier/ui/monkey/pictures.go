package monkey

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"shouqi/ledger/money"
)

// Seen is a witness of what stood on the screen.
type Seen interface {
	// Stood says whether a sum stood on the screen all the time between two moments.
	Stood(fen money.Fen, from, to time.Time) bool
}

// pictures are what was drawn lately, as the sums that could be read. They are the witness from outside: they know
// nothing of the desk.
type pictures struct{ taken []picture }

// picture is the sums that stood on the screen from a moment on.
type picture struct {
	from time.Time
	sums []money.Fen
}

// remembered is how long pictures are kept: longer than anybody holds a key down.
const remembered = 20 * time.Second

// sumForm finds sums of money with their decimals, which every sum on a screen has.
var sumForm = regexp.MustCompile(`[0-9][0-9,]*\.[0-9]{2}`)

// take looks at the window; a picture like the last one is not kept.
func (p *pictures) take(root fyne.CanvasObject, window fyne.Size) {
	var sums []money.Fen
	walk(root, window, func(object fyne.CanvasObject, sight area) {
		text, ok := object.(*canvas.Text)
		if !ok || sight.isEmpty() || !strings.Contains(text.Text, ".") {
			return
		}
		for _, word := range sumForm.FindAllString(text.Text, -1) {
			if fen, err := money.Parse(strings.ReplaceAll(word, ",", "")); err == nil {
				sums = append(sums, fen)
			}
		}
	})
	slices.Sort(sums)
	now := time.Now()
	if last := len(p.taken) - 1; last >= 0 && slices.Equal(p.taken[last].sums, sums) {
		return
	}
	for len(p.taken) > 1 && now.Sub(p.taken[1].from) > remembered {
		p.taken = p.taken[1:]
	}
	p.taken = append(p.taken, picture{now, sums})
}

// Stood implements Seen: every picture that stood between the two moments has the sum. What the later moment itself
// brought, such as the key's own doing, does not count.
func (p *pictures) Stood(fen money.Fen, from, to time.Time) bool {
	stood := false
	for index, picture := range p.taken {
		if !picture.from.Before(to) {
			break
		}
		if index+1 < len(p.taken) && !p.taken[index+1].from.After(from) {
			continue // Another one took its place before.
		}
		if stood = slices.Contains(picture.sums, fen); !stood {
			return false
		}
	}
	return stood
}
