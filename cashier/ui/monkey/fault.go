package monkey

import (
	"fmt"
	"strings"
)

// Fault is something that must never be. Kind and What together name it; what differs from one finding of it to the next
// is in Detail.
type Fault struct {
	Kind, What string
	Detail     []string
	Seed       uint64
	Step       int
	Trail      []string
}

// trailLength is how many of the last inputs are told with a fault.
const trailLength = 60

// fault notes a fault; the first finding of it is kept.
func (w *World) fault(kind, what string, detail ...string) {
	for _, known := range w.faults {
		if known.Kind == kind && known.What == what {
			return
		}
	}
	found := Fault{Kind: kind, What: what, Detail: detail, Seed: w.seed, Step: len(w.trail)}
	for _, input := range w.trail[max(0, len(w.trail)-trailLength):] {
		found.Trail = append(found.Trail, input.String())
	}
	w.faults = append(w.faults, found)
}

// Name is the fault's name in one line.
func (f Fault) Name() string { return f.Kind + ": " + f.What }

// String tells the fault and how to come to it again.
func (f Fault) String() string {
	return fmt.Sprintf("%s\n  seed %d, step %d\n  %s\n  the last inputs:\n    %s", f.Name(), f.Seed, f.Step,
		strings.Join(f.Detail, "\n  "), strings.Join(f.Trail, "\n    "))
}
