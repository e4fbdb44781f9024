package tariff_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"shouqi/ledger/tariff"
)

// roomsEach is how many rooms one random standard is asked about.
const roomsEach = 20

// The engine and the oracle answer a million questions alike: whether there is an answer, whether the rule applies, the
// exact sum and the fen.
func TestAnIndependentOracleAgreesOnAMillionRooms(t *testing.T) {
	pairs := 1_000_000
	if testing.Short() {
		pairs = 50_000
	}
	// Fractions are small and short-lived: collecting them four times as rarely saves a fifth of the time.
	before := debug.SetGCPercent(400)
	t.Cleanup(func() { debug.SetGCPercent(before) })
	var next atomic.Int64
	var tally tallies
	var once sync.Once
	var difference string
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for seed := next.Add(1); seed <= int64(pairs/roomsEach); seed = next.Add(1) {
				g := newGrower(uint64(seed))
				versions := g.versions()
				for range roomsEach {
					q := g.question(versions)
					said := g.trees.differ(q, &tally)
					if said == "" {
						continue
					}
					next.Store(int64(pairs))
					once.Do(func() { difference = fmt.Sprintf("seed %d: %s", seed, g.trees.explain(q)) })
					return
				}
			}
		})
	}
	workers.Wait()
	require.Empty(t, difference)
	for name, count := range map[string]*atomic.Int64{"answered": &tally.answered, "left out": &tally.leftOut, "no answer": &tally.failed} {
		t.Logf("%s: %d", name, count.Load())
		require.Greater(t, count.Load(), int64(pairs/20), "%s is met often", name)
	}
	for i := range tally.met {
		t.Logf("%s: %d", metNames[i], tally.met[i].Load())
		often := int64(pairs / 200)
		if met(1)<<i >= boundBefore {
			often = int64(pairs / 20_000)
		}
		assert.Greater(t, tally.met[i].Load(), often, "%s is met often", metNames[i])
	}
}

// differ asks both and says how they differ, or nothing.
func (known trees) differ(q question, tally *tallies) string {
	exact, fen, applies, failed, seen := known.meet(q.versions, &q.facts, q.from, q.to, q.concessions)
	result, err := tariff.Price(q.versions, q.facts, q.from, q.to, q.concessions)
	switch {
	case failed != (err != nil):
		return fmt.Sprintf("the oracle fails: %t (%v, %v fen); the engine: %v, %+v", failed, exact, fen, err, result)
	case failed:
		tally.failed.Add(1)
		return ""
	case applies != result.Applies:
		return fmt.Sprintf("the oracle applies: %t; the engine: %+v", applies, result)
	}
	for i := range tally.met {
		if seen>>i&1 == 1 {
			tally.met[i].Add(1)
		}
	}
	if applies {
		tally.answered.Add(1)
	} else {
		tally.leftOut.Add(1)
	}
	if sum := exactOf(result.Exact); sum.Cmp(exact) != 0 || int64(result.AmountFen) != fen {
		return fmt.Sprintf("the oracle: %s, %d fen; the engine: %s, %d fen %q", exact.RatString(), fen, result.Exact, result.AmountFen, result.Steps)
	}
	return ""
}

// tallies count how many answers are of each kind, and what they met.
type tallies struct {
	answered, leftOut, failed atomic.Int64
	met                       [mets]atomic.Int64
}

// explain makes a difference small and writes it out.
func (known trees) explain(q question) string {
	differs := func(q question) bool { return known.differ(q, new(tallies)) != "" }
	for again := true; again; {
		again = false
		for _, smaller := range q.smaller() {
			if differs(smaller) {
				q, again = smaller, true
				break
			}
		}
	}
	written := func(value any) string {
		text, err := json.MarshalIndent(value, "", " ")
		if err != nil {
			return err.Error()
		}
		return string(text)
	}
	return fmt.Sprintf("%s to %s\n%s\n%s\n%s\n%s", q.from, q.to, written(q.versions), written(q.facts), written(q.concessions),
		known.differ(q, new(tallies)))
}

// smaller returns the questions that lack one thing of this one.
func (q question) smaller() []question {
	var found []question
	for i := range q.concessions {
		less := q
		less.concessions = slices.Delete(slices.Clone(q.concessions), i, i+1)
		found = append(found, less)
	}
	for i := range q.versions {
		if len(q.versions) > 1 {
			less := q
			less.versions = slices.Delete(slices.Clone(q.versions), i, i+1)
			found = append(found, less)
		}
		for _, rule := range smallerRules(q.versions[i].Rule) {
			less := q
			less.versions = slices.Clone(q.versions)
			less.versions[i].Rule = rule
			found = append(found, less)
		}
	}
	for kind, metered := range q.facts.Metered {
		less := q
		less.facts.Metered = maps.Clone(q.facts.Metered)
		base, _, _ := strings.Cut(kind, "/")
		maps.DeleteFunc(less.facts.Metered, func(other string, _ tariff.Metered) bool { return strings.HasPrefix(other, base) })
		found = append(found, less)
		if len(metered.Readings) > 1 && !strings.Contains(kind, "/") {
			at := len(metered.Readings) - 1
			metered.Readings = slices.Clone(metered.Readings[:at])
			less.facts.Metered = maps.Clone(q.facts.Metered)
			less.facts.Metered[kind] = metered
			less.facts.Usage = maps.Clone(q.facts.Usage)
			if used := less.facts.Usage[kind]; used.Sign() > 0 {
				less.facts.Usage[kind] = used.Sub(q.facts.Metered[kind].Readings[at].Used)
				found = append(found, less)
			}
		}
		if metered.SinceOn != "" || metered.UntilOn != "" {
			metered = q.facts.Metered[kind]
			metered.SinceOn, metered.UntilOn = "", ""
			less = q
			less.facts.Metered = maps.Clone(q.facts.Metered)
			less.facts.Metered[kind] = metered
			found = append(found, less)
		}
	}
	if q.facts.OwnerOn+q.facts.HandoverOn != "" {
		less := q
		less.facts.OwnerOn, less.facts.HandoverOn = "", ""
		found = append(found, less)
	}
	if length := dayNumber(q.to) - dayNumber(q.from); length > 0 && len(q.facts.Metered) == 0 {
		front, back := q, q
		front.to, back.from = civilDays[dayNumber(q.from)+length/2].date, civilDays[dayNumber(q.from)+length/2+1].date
		found = append(found, front, back)
	}
	return found
}

func smallerRules(rule tariff.Rule) []tariff.Rule {
	var found []tariff.Rule
	changed := func(change func(*tariff.Rule)) {
		less := rule
		less.Lines = slices.Clone(rule.Lines)
		change(&less)
		before, errBefore := json.Marshal(rule)
		after, errAfter := json.Marshal(less)
		if errBefore == nil && errAfter == nil && len(after) < len(before) {
			found = append(found, less)
		}
	}
	changed(func(r *tariff.Rule) { r.When = nil })
	changed(func(r *tariff.Rule) { r.Least = "" })
	changed(func(r *tariff.Rule) { r.Most = "" })
	changed(func(r *tariff.Rule) { r.LimitPer = "" })
	changed(func(r *tariff.Rule) { r.Rounding = tariff.Rounding{} })
	changed(func(r *tariff.Rule) { r.Proration = "" })
	changed(func(r *tariff.Rule) { r.Split = "" })
	for i := range rule.Lines {
		if len(rule.Lines) > 1 {
			changed(func(r *tariff.Rule) { r.Lines = slices.Delete(r.Lines, i, i+1) })
		}
		changed(func(r *tariff.Rule) { r.Lines[i].When = nil })
		changed(func(r *tariff.Rule) { r.Lines[i].Name = "" })
		changed(func(r *tariff.Rule) { r.Lines[i].Less, r.Lines[i].LessPer = "", "" })
		changed(func(r *tariff.Rule) { r.Lines[i].Factor = "" })
		changed(func(r *tariff.Rule) { r.Lines[i].Least = "" })
		changed(func(r *tariff.Rule) { r.Lines[i].Most = "" })
		if len(rule.Lines[i].Tiers) > 2 {
			changed(func(r *tariff.Rule) { r.Lines[i].Tiers = r.Lines[i].Tiers[1:] })
		}
	}
	return found
}
