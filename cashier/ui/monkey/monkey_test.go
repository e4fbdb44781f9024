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

// TestAMonkeyThatNeverTires plays seed after seed for its share of time. SHOUQI_MONKEY_SEED begins with another seed than
// 1; SHOUQI_MONKEY_FOR plays for longer and tells how it goes; SHOUQI_MONKEY_ONE plays the one seed alone.
func TestAMonkeyThatNeverTires(t *testing.T) {
	lasting, seed := share, uint64(1)
	if testing.Short() {
		lasting = shortShare
	}
	isLong := os.Getenv("SHOUQI_MONKEY_FOR") != ""
	if isLong {
		var err error
		lasting, err = time.ParseDuration(os.Getenv("SHOUQI_MONKEY_FOR"))
		require.NoError(t, err)
	}
	if text := os.Getenv("SHOUQI_MONKEY_SEED"); text != "" {
		var err error
		seed, err = strconv.ParseUint(text, 10, 64)
		require.NoError(t, err)
	}
	isOne := os.Getenv("SHOUQI_MONKEY_ONE") != ""
	found, inputs, begun := map[string]Fault{}, 0, time.Now()
	for ; time.Since(begun) < lasting; seed++ {
		w := inWorld(t, seed, func(w *World) { w.Play(inputsEach) })
		inputs += len(w.trail)
		for _, fault := range w.faults {
			if _, known := found[fault.Name()]; !known {
				found[fault.Name()] = fault
				t.Error(fault.String())
			}
		}
		if isLong {
			t.Logf("seed %d: %d inputs in all, %d faults, %s", seed, inputs, len(found), time.Since(begun).Round(time.Second))
		}
		if isOne {
			break
		}
	}
	t.Logf("%d inputs up to seed %d in %s: %s for a thousand", inputs, seed, time.Since(begun).Round(time.Second),
		(time.Since(begun) * 1000 / time.Duration(max(inputs, 1))).Round(time.Millisecond))
}
