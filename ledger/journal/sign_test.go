package journal_test

import (
	"crypto/ed25519"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/journal"
	"shouqi/ledger/store"
)

// Whatever a write appends, and takes back, the device signs its head once, which is numbered on from the signature before.
func TestTheHeadOfEveryCommitIsSigned(t *testing.T) {
	j, db := newJournal(t)
	public, private, err := ed25519.GenerateKey(nil)
	require.NoError(t, err)
	say := func(tx *store.Tx) error {
		_, err := j.Append(tx, "said", said{})
		return err
	}
	// taken back is what nobody will have said.
	comesToNothing := errors.New("it comes to nothing")
	takenBack := func(tx *store.Tx) error {
		err := tx.Attempt(func() error { return errors.Join(say(tx), comesToNothing) })
		if errors.Is(err, comesToNothing) {
			return nil
		}
		return err
	}
	commits := int64(0)
	commit := func(head, signatures int64, works ...func(tx *store.Tx) error) {
		t.Helper()
		require.NoError(t, write(t, db, func(tx *store.Tx) error {
			for _, work := range works {
				if err := work(tx); err != nil {
					return err
				}
			}
			return nil
		}))
		commits++
		require.NoError(t, db.Read(t.Context(), func(tx *store.Tx) error {
			last, ok, err := journal.LastSigned(tx, 1, 1<<40)
			require.Equal(t, signatures > 0, ok, "commit %d", commits)
			if ok {
				require.Equal(t, []int64{signatures, head}, []int64{last.No, last.Seq}, "commit %d", commits)
				require.True(t, last.IsBy(public), "commit %d", commits)
			}
			return err
		}))
	}
	commit(1, 0, say) // without a key
	j.SignWith(private)
	commit(1, 1)
	commit(1, 1) // nothing new
	commit(2, 2, say)
	commit(5, 3, say, say, say)
	commit(5, 3, takenBack)
	commit(6, 4, takenBack, say)
	commit(8, 5, say, takenBack, say)
	commit(9, 6, say, takenBack)
	require.ErrorIs(t, write(t, db, func(tx *store.Tx) error { return errors.Join(say(tx), comesToNothing) }), comesToNothing)
	commit(9, 6)
	commit(10, 7, say)
}
