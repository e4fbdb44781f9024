package tariff_test

import (
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/tariff"
)

// additive makes a standard of which the parts of a span must add up to the whole: by exact days or 30/360, without what is charged
// once and without bounds, limits or formulas that depend on the length of the span.
func (g grower) additive() []tariff.Version {
	versions := g.versions()
	for i := range versions {
		rule := &versions[i].Rule
		rule.Proration = pick(g, "", tariff.ByDays, tariff.By360)
		rule.Least, rule.Most = "", ""
		rule.Lines = slices.Clone(rule.Lines)
		for j := range rule.Lines {
			line := &rule.Lines[j]
			line.LessPer = ""
			if line.Formula != "" && g.trees[line.Formula].asks(ofPiece) {
				*line = tariff.Line{Price: "3"}
			}
			if g.trees.once(&versions[i].Rule.Lines[j]) {
				line.Per = pick(g, tariff.Month, tariff.Day, tariff.Year)
			}
			if len(line.Tiers) > 0 && line.TierBy != tariff.TierYear {
				line.TierBy = tariff.TierPeriod
			}
		}
	}
	return versions
}

func TestThePartsOfASpanAddUpToTheWhole(t *testing.T) {
	compared := 0
	for seed := range uint64(1500) {
		g := newGrower(1_000_000 + seed)
		g.meter = false // what was used is of the whole span
		versions := g.additive()
		for range 4 {
			q := g.question(versions)
			whole, err := tariff.Price(q.versions, q.facts, q.from, q.to, q.concessions)
			if err != nil {
				continue
			}
			compared++
			sum, applies, from := tariff.Whole(0), false, q.from
			for from <= q.to {
				to := min(q.to, from.AddDays(g.IntN(200)))
				part, err := tariff.Price(q.versions, q.facts, from, to, q.concessions)
				require.NoError(t, err, "seed %d: %s to %s of %+v", seed, from, to, q)
				sum, applies, from = sum.Add(part.Exact), applies || part.Applies, to.AddDays(1)
			}
			require.Zero(t, sum.Cmp(whole.Exact), "seed %d: the parts are %s, the whole %s of %+v", seed, sum, whole.Exact, q)
			require.Equal(t, whole.Applies, applies, "seed %d", seed)
		}
	}
	require.Greater(t, compared, 2000)
}

// The same question has the same answer, steps and error whatever order its maps have and wherever the machine stands.
func TestNoAnswerDependsOnMapOrderOrTimeZone(t *testing.T) {
	local := time.Local
	t.Cleanup(func() { time.Local = local })
	zones := []*time.Location{time.UTC, time.FixedZone("西十二区", -12*60*60), time.FixedZone("东十四区", 14*60*60)}
	for seed := range uint64(400) {
		g := newGrower(2_000_000 + seed)
		q := g.question(g.versions())
		time.Local = local
		want, wantErr := tariff.Price(q.versions, q.facts, q.from, q.to, q.concessions)
		for _, zone := range zones {
			time.Local = zone
			facts := q.facts
			facts.Fields, facts.Items = reordered(g, facts.Fields), reordered(g, facts.Items)
			facts.Usage, facts.UsedBefore = reordered(g, facts.Usage), reordered(g, facts.UsedBefore)
			got, err := tariff.Price(q.versions, facts, q.from, q.to, q.concessions)
			require.Equal(t, wantErr, err, "seed %d", seed)
			require.Equal(t, want, got, "seed %d", seed)
		}
	}
}

// reordered copies a map, putting its entries in by another order.
func reordered[V any](g grower, old map[string]V) map[string]V {
	keys := slices.Sorted(maps.Keys(old))
	g.Shuffle(len(keys), func(i, j int) { keys[i], keys[j] = keys[j], keys[i] })
	made := map[string]V{}
	for _, key := range keys {
		made[key] = old[key]
	}
	return made
}
