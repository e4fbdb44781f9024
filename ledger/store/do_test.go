package store_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/store"
)

// stored reads one setting in a read of its own.
func stored(t *testing.T, db *store.DB, name string) (value string) {
	t.Helper()
	require.NoError(t, db.Read(t.Context(), func(tx *store.Tx) (err error) {
		value, err = store.Setting(tx, name)
		return err
	}))
	return value
}

func TestACommandIsAWriteOfItsOwnOrAPartOfAnother(t *testing.T) {
	db, _ := newBook(t)
	set := func(within *store.Tx, value string, refuse error) (string, error) {
		return store.Do(t.Context(), db, within, func(tx *store.Tx) (string, error) {
			if err := store.SetSetting(tx, "printer", value); err != nil {
				return "", err
			}
			return "answered " + value, refuse
		})
	}
	answer, err := set(nil, "tcp", nil)
	require.NoError(t, err)
	require.Equal(t, "answered tcp", answer)
	require.Equal(t, "tcp", stored(t, db, "printer"))

	answer, err = set(nil, "file", store.Refuse("test.refused"))
	require.Equal(t, "test.refused", store.Code(err))
	require.Equal(t, "answered file", answer, "why it refused may stand in the answer")
	require.Equal(t, "tcp", stored(t, db, "printer"), "nothing of a refused command is kept")

	// As a part it stands or falls with the whole: whoever runs the whole decides.
	require.NoError(t, db.Write(t.Context(), func(tx *store.Tx) error {
		_, err := set(tx, "usb", nil)
		return err
	}))
	require.Equal(t, "usb", stored(t, db, "printer"))
	stopped := errors.New("the whole was given up")
	require.ErrorIs(t, db.Write(t.Context(), func(tx *store.Tx) error {
		require.NoError(t, store.Change(t.Context(), db, tx, func(tx *store.Tx) error { return store.SetSetting(tx, "printer", "none") }))
		return stopped
	}), stopped)
	require.Equal(t, "usb", stored(t, db, "printer"))
	require.NoError(t, store.Change(t.Context(), db, nil, func(tx *store.Tx) error { return store.SetSetting(tx, "printer", "none") }))
	require.Equal(t, "none", stored(t, db, "printer"))
	require.Empty(t, stored(t, db, "never set"))
}

func TestACommandThatWasCancelledBeforeItBeganWritesNothing(t *testing.T) {
	db, _ := newBook(t)
	ctx, cancel := cancelled(t)
	cancel()
	err := store.Change(ctx, db, nil, func(tx *store.Tx) error { return store.SetSetting(tx, "printer", "tcp") })
	require.ErrorIs(t, err, ctx.Err())
	require.Empty(t, stored(t, db, "printer"))
}

// Whoever quits while a command is under way does not cut it in half: it is whole or not there.
func TestACommandThatIsCancelledUnderWayIsWhole(t *testing.T) {
	db, _ := newBook(t)
	ctx, cancel := cancelled(t)
	require.NoError(t, store.Change(ctx, db, nil, func(tx *store.Tx) error {
		if err := store.SetSetting(tx, "printer", "tcp"); err != nil {
			return err
		}
		cancel()
		return store.SetSetting(tx, "paper", "80")
	}))
	require.Equal(t, []string{"tcp", "80"}, []string{stored(t, db, "printer"), stored(t, db, "paper")})
}

func TestErrorsAreToldApartByTheirCodes(t *testing.T) {
	cause := errors.New("no space left on device")
	err := store.Fail("store.full", cause, "estate.book")
	require.ErrorIs(t, err, store.Refuse("store.full"), "arguments and cause do not make another error")
	require.NotErrorIs(t, err, store.Refuse("store.io"))
	require.ErrorIs(t, err, cause)
	require.Equal(t, "store.full [estate.book]: no space left on device", err.Error())
	require.Equal(t, "till.no_shift", store.Refuse("till.no_shift").Error())
	require.Equal(t, "store.full", store.Code(errors.Join(errors.New("close"), err)), "the first typed error of several")
	require.Equal(t, "internal", store.Code(cause))
	require.Empty(t, store.Code(nil))
}

func TestADatabaseThatRefusesIsARefusalAndNotADamage(t *testing.T) {
	db, _ := newBook(t)
	refused := func(query string) string {
		return store.Code(db.Write(t.Context(), func(tx *store.Tx) error {
			_, err := tx.Exec(query)
			return err
		}))
	}
	require.Equal(t, "store.refused", refused("INSERT INTO local_settings (name) VALUES (NULL)"), "a constraint")
	require.Equal(t, "store.refused", refused(`INSERT INTO events (device, seq, kind, version, at_ms, body, prev, hash)
		VALUES (1, 7, 'x', 1, 0, x'', zeroblob(32), zeroblob(32))`), "a trigger: not the next of its device")
	require.Equal(t, "store.sql", refused("INSERT INTO nowhere VALUES (1)"))
	require.Nil(t, db.Latched(), "the disk is not to blame")
	require.NoError(t, db.Write(t.Context(), func(tx *store.Tx) error { return store.SetSetting(tx, "printer", "tcp") }))
}

func TestALatchedBookIsReadAndNotWritten(t *testing.T) {
	db, _ := newBook(t)
	require.NoError(t, db.Write(t.Context(), func(tx *store.Tx) error { return store.SetSetting(tx, "printer", "tcp") }))
	db.Latch(store.Refuse("book.findings", 3))
	db.Latch(store.Refuse("store.io"))
	require.Equal(t, "book.findings", db.Latched().Code, "the first reason stays")
	err := db.Write(t.Context(), func(tx *store.Tx) error { return store.SetSetting(tx, "printer", "file") })
	require.Equal(t, "store.latched", store.Code(err))
	require.ErrorIs(t, err, store.Refuse("book.findings"), "it says why")
	require.Equal(t, "tcp", stored(t, db, "printer"))
	require.NoError(t, db.Checkpoint(t.Context()), "closing is still possible")
}
