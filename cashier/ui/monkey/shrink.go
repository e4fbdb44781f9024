package monkey

import (
	"slices"
	"testing"
	"time"
)

// Replay lets a script happen again.
func (w *World) Replay(script []Input) {
	for _, input := range script {
		w.Do(input)
	}
	if !w.broken {
		w.Settle()
		w.lookForPINs()
	}
}

// shrinkable are the kinds of fault that a script alone brings again; the others are found by asking at the right moment.
var shrinkable = []string{"panic", "money", "PIN", "trouble"}

// shrink leaves out of a script whatever its fault does not need, as far as it comes in the time it has.
func shrink(t *testing.T, fault Fault, script []Input, lasting time.Duration) []Input {
	t.Helper()
	end := time.Now().Add(lasting)
	script = script[:min(fault.Step+1, len(script))]
	fails := func(some []Input) bool {
		w := inWorld(t, fault.Seed, func(w *World) { w.Replay(some) })
		return slices.ContainsFunc(w.faults, func(found Fault) bool { return found.Name() == fault.Name() })
	}
	if !slices.Contains(shrinkable, fault.Kind) || !fails(script) {
		return nil
	}
	for chunk := len(script) / 2; chunk > 0; chunk /= 2 {
		for from := 0; from < len(script); {
			if time.Now().After(end) {
				return script
			}
			without := slices.Delete(slices.Clone(script), from, min(from+chunk, len(script)))
			if fails(without) {
				script = without
			} else {
				from += chunk
			}
		}
	}
	return script
}
