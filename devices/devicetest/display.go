package devicetest

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"sync"
)

// Shown is what stands on a pretend display.
type Shown struct {
	Lamp  string    // of eight figures: "单价", "总计", "收款", "找零" or ""
	Lines [2]string // what is lit, blanks at the ends taken away; eight figures have one line
	// Unknown is how many bytes made no sense, since it was plugged in.
	Unknown int
}

// Dark reports whether nothing is lit.
func (s Shown) Dark() bool { return s.Lamp == "" && s.Lines == [2]string{} }

// Display is a pretend customer display at the far end of a Line.
type Display struct {
	line  *Line
	model func() model
	// onShown, where set, hears of everything shown, one call at a time.
	onShown func(Shown)

	mu      sync.Mutex
	changed *sync.Cond
	shown   Shown
	err     error
	running sync.WaitGroup
}

// DisplayModels names what StartDisplay takes.
var DisplayModels = []string{"led8", "cd5220", "dsp800"}

// StartDisplay plugs in a display of a model under the path name. onShown may be nil.
func StartDisplay(name, modelName string, onShown func(Shown)) (*Display, error) {
	newModel, known := models[modelName]
	if !known {
		return nil, fmt.Errorf("devicetest: no display %q", modelName)
	}
	line, err := NewLine(name)
	if err != nil {
		return nil, err
	}
	d := &Display{line: line, model: newModel, onShown: onShown}
	d.changed = sync.NewCond(&d.mu)
	d.running.Go(d.serve)
	return d, nil
}

// Line is the line it hangs on, to pull its plug. One that is unplugged is dark.
func (d *Display) Line() *Line { return d.line }

func (d *Display) serve() {
	buffer := make([]byte, 256)
	m := d.model()
	for {
		n, err := d.line.read(buffer)
		if errors.Is(err, errUnplugged) {
			m = d.model()
		} else if err != nil {
			d.mu.Lock()
			defer d.mu.Unlock()
			if !errors.Is(err, fs.ErrClosed) {
				d.err = err
			}
			return
		}
		for _, b := range buffer[:n] {
			m.take(b)
		}
		d.show(m.shows())
	}
}

func (d *Display) show(shown Shown) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if shown == d.shown {
		return
	}
	d.shown = shown
	d.changed.Broadcast()
	if d.onShown != nil {
		d.onShown(shown)
	}
}

// Wait waits until what is shown is wanted, and gives it; the error is ctx's, with what was shown instead.
func (d *Display) Wait(ctx context.Context, wanted func(Shown) bool) (Shown, error) {
	stop := context.AfterFunc(ctx, func() {
		d.mu.Lock()
		defer d.mu.Unlock()
		d.changed.Broadcast()
	})
	defer stop()
	d.mu.Lock()
	defer d.mu.Unlock()
	for !wanted(d.shown) {
		if ctx.Err() != nil {
			return d.shown, fmt.Errorf("devicetest: the display shows %+v: %w", d.shown, ctx.Err())
		}
		d.changed.Wait()
	}
	return d.shown, nil
}

// Close unplugs it for good and gives the first failure of its own.
func (d *Display) Close() error {
	err := d.line.Close()
	d.running.Wait()
	return errors.Join(err, d.err)
}
