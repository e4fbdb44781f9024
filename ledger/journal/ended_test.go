package journal_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// has returns the rows of the tables that begin so.
func (c *counter) has(t *testing.T, table string) (rows []string) {
	for _, row := range c.tables(t) {
		if strings.HasPrefix(row, table+"[") {
			rows = append(rows, row)
		}
	}
	return rows
}

// exchange has all counters hear each other until nothing is new, and holds them to the first.
func (s *counters) exchange() {
	s.t.Helper()
	for range 2 {
		for i := range s.all {
			_, err := s.hear(s.all[(i+1)%len(s.all)], s.all[i])
			require.NoError(s.t, err)
		}
	}
	for _, other := range s.all[1:] {
		require.Equal(s.t, s.all[0].tables(s.t), other.tables(s.t))
	}
}

// newHalfHeard are three counters of which the third alone heard what the second did last.
func newHalfHeard(t *testing.T) *counters {
	s := newCounters(t, 3)
	require.NoError(t, s.all[1].do("set", "p", "1"))
	s.exchange()
	require.NoError(t, s.all[1].do("set", "p", "2"))
	_, err := s.hear(s.all[2], s.all[1])
	require.NoError(t, err)
	return s
}

func TestWhatACounterDoesAfterItsEndFoldsNothing(t *testing.T) {
	s := newHalfHeard(t)
	a, b, c := s.all[0], s.all[1], s.all[2]
	// Before the others hear of the end, one of them heard what the ended one did meanwhile and went on from there.
	require.NoError(t, c.do("set", "p", "3"))
	require.Equal(t, []string{"policies[p 123]"}, c.has(t, "policies"))
	a.end(t, b)
	s.exchange()
	require.Equal(t, []string{"policies[p 13]"}, c.has(t, "policies"), "what was heard before its end stands, what came after does not")
	require.Len(t, c.has(t, "conflicts"), 1)
	before := b.tables(t)
	require.ErrorContains(t, b.do("set", "p", "4"), "journal.ended")
	require.Equal(t, before, b.tables(t))
}

func TestOfTwoEndsTheOneThatHadHeardMoreCounts(t *testing.T) {
	s := newHalfHeard(t)
	a, b, c := s.all[0], s.all[1], s.all[2]
	require.NoError(t, b.do("set", "p", "3"))
	a.end(t, b)
	c.end(t, b)
	s.exchange()
	require.Equal(t, []string{"policies[p 12]"}, a.has(t, "policies"))
}

// A counter that is at its end ends no other, whoever hears of it first.
func TestTwoCountersEndEachOther(t *testing.T) {
	s := newCounters(t, 3)
	a, b, c := s.all[0], s.all[1], s.all[2]
	for _, one := range s.all {
		require.NoError(t, one.do("set", "p", "1"))
	}
	s.exchange()
	require.NoError(t, c.do("set", "q", "1"))
	b.end(t, c)
	c.end(t, b)
	_, err := s.hear(a, c)
	require.NoError(t, err)
	s.exchange()
	require.Len(t, a.has(t, "ended"), 1, "the first in the order goes on")
	goOn := 0
	for _, one := range []*counter{b, c} {
		if one.do("set", "p", "2") == nil {
			goOn++
		}
	}
	require.Equal(t, 1, goOn)
}
