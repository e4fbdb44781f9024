package ledger_test

import (
	"os"
	"testing"
)

// raceEverything makes the race job run what it passes over otherwise.
const raceEverything = "SHOUQI_RACE_EVERYTHING"

// notUnderRace passes a test over in the race job, which it would take a quarter of an hour: it asks what a cut, a full disk or
// a hand leaves in the file, which is the same with the race detector and without. `make test` runs it whole, and `make long`
// with the detector too.
func notUnderRace(t *testing.T) {
	t.Helper()
	if underRace && os.Getenv(raceEverything) == "" {
		t.Skip("what is left in the file is looked at by `make test`, and with the race detector by `make long`")
	}
}
