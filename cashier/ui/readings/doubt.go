package readings

import (
	"errors"
	"sync"

	"shouqi/ledger/meter"
	"shouqi/ledger/tariff"
)

// doubted is the figure of a dialog that the book questioned: whoever enters it once more, with the sentence before them,
// lets it stand. It is noted off the UI thread, where the book answers.
type doubted struct {
	mu     sync.Mutex
	figure string
}

// again reports whether a figure is the one that was questioned.
func (d *doubted) again(figure tariff.Number) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.figure == figure.String()
}

// note remembers a figure that the book questions.
func (d *doubted) note(figure tariff.Number, err error) {
	if doubt := (*meter.DoubtError)(nil); errors.As(err, &doubt) {
		d.mu.Lock()
		defer d.mu.Unlock()
		d.figure = figure.String()
	}
}

// explainDoubt says everything that is odd about a typed figure, and how it is kept; other errors are as explain says them.
func explainDoubt(text words, explain func(err error) string) func(err error) string {
	return func(err error) string {
		doubt := (*meter.DoubtError)(nil)
		if !errors.As(err, &doubt) {
			return explain(err)
		}
		return sentences(explain, doubt.Reasons) + " " + text("readings.doubt.again")
	}
}
