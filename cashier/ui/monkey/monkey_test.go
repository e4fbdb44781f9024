package monkey

import (
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The share of the monkey in an ordinary run of the tests, and under -short; SHOUQI_MONKEY_FOR gives it another.
const (
	share      = 40 * time.Second
	shortShare = 8 * time.Second
	inputsEach = 900
)

// TestAMonkeyThatNeverTires plays seed after seed for its share of time. Three variables change that:
//
//	SHOUQI_MONKEY_FOR=2h    plays for longer, and tells how it goes
//	SHOUQI_MONKEY_SEED=129  begins with another seed than 1
//	SHOUQI_MONKEY_ONE=1     plays that one seed alone, and shrinks what it finds to a short script
func TestAMonkeyThatNeverTires(t *testing.T) {
	lasting := share
	if testing.Short() {
		lasting = shortShare
	}
	isLong := os.Getenv("SHOUQI_MONKEY_FOR") != ""
	if isLong {
		var err error
		lasting, err = time.ParseDuration(os.Getenv("SHOUQI_MONKEY_FOR"))
		require.NoError(t, err)
	}
	seed := firstSeed(t)
	if os.Getenv("SHOUQI_MONKEY_ONE") != "" {
		playOne(t, seed)
		return
	}
	found, inputs, begun := map[string]bool{}, 0, time.Now()
	for ; time.Since(begun) < lasting; seed++ {
		w := inWorld(t, seed, func(w *World) { w.Play(inputsEach) })
		inputs += len(w.trail)
		for _, fault := range w.faults {
			if !found[fault.Name()] {
				found[fault.Name()] = true
				t.Error(fault.String())
			}
		}
		if isLong {
			t.Logf("seed %d: %d inputs in all, %d faults, %s", seed, inputs, len(found), time.Since(begun).Round(time.Second))
		}
	}
	t.Logf("%d inputs up to seed %d in %s: %s for a thousand", inputs, seed-1, time.Since(begun).Round(time.Second),
		(time.Since(begun) * 1000 / time.Duration(max(inputs, 1))).Round(time.Millisecond))
}

func firstSeed(t *testing.T) uint64 {
	text := os.Getenv("SHOUQI_MONKEY_SEED")
	if text == "" {
		return 1
	}
	seed, err := strconv.ParseUint(text, 10, 64)
	require.NoError(t, err)
	return seed
}

// playOne plays one seed and tells the shortest script it can find for each of its faults.
func playOne(t *testing.T, seed uint64) {
	w := inWorld(t, seed, func(w *World) { w.Play(inputsEach) })
	for _, fault := range w.faults {
		t.Error(fault.String())
		for _, input := range shrink(t, fault, w.trail, time.Minute) {
			t.Log(input.String())
		}
	}
}

func TestASeedPlaysTheSameTwice(t *testing.T) {
	var first, second []string
	for _, trail := range []*[]string{&first, &second} {
		w := inWorld(t, 2, func(w *World) { w.Play(300) })
		for _, input := range w.trail {
			*trail = append(*trail, input.String())
		}
	}
	require.Equal(t, first, second)
}
