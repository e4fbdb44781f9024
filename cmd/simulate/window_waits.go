package main

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"

	"shouqi/cashier/ui/telling"
)

// waits are how long one thing took, time after time.
type waits struct {
	Name   string  `json:"name"`
	GoalMS int64   `json:"goalMS"`
	TookMS []int64 `json:"tookMS"`
}

// note takes the wait that ended with what was told: from the newest key until its sum was drawn.
func (w *waits) note(told telling.Line) { w.TookMS = append(w.TookMS, told.StandsMS-told.KeyMS) }

func (w waits) median() int64 {
	sorted := slices.Sorted(slices.Values(w.TookMS))
	return sorted[len(sorted)/2]
}

// sentence says the figures, and whether the goal was met each time.
func (w waits) sentence() string {
	return fmt.Sprintf("%s：最少 %d ms，中位 %d ms，最多 %d ms（%d 次；目标 ≤ %d ms，%s）",
		w.Name, slices.Min(w.TookMS), w.median(), slices.Max(w.TookMS), len(w.TookMS), w.GoalMS, verdict(slices.Max(w.TookMS) <= w.GoalMS))
}

// windowFigures are all that the bench of the window measured.
type windowFigures struct {
	Waits []waits `json:"waits"`
	Steps steps   `json:"steps"`
	Rests []rest  `json:"rests"`
}

// write writes the figures as JSON; an empty path writes nothing.
func (f windowFigures) write(path string) error {
	if path == "" {
		return nil
	}
	text, err := json.MarshalIndent(f, "", "  ")
	if err == nil {
		err = os.WriteFile(path, append(text, '\n'), 0o600)
	}
	if err != nil {
		return fmt.Errorf("bench: write the figures: %w", err)
	}
	return nil
}
