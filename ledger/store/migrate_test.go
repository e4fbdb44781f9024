package store

import (
	"context"
	"errors"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// A disk that filled up under a migration was said to be a failed upgrade, which a person cannot mend; room can.
func TestAFullDiskIsNoFailedUpgrade(t *testing.T) {
	require.Equal(t, "store.full", Code(notMigrated(Refuse("store.full"))))
	require.Equal(t, "store.io", Code(notMigrated(Refuse("store.io"))))
	require.Equal(t, "store.migrate", Code(notMigrated(errors.New("syntax"))))
	require.ErrorIs(t, notMigrated(context.Canceled), context.Canceled)
	require.Equal(t, CodeInternal, Code(notMigrated(context.Canceled)))
}

// A book whose table of versions somebody changed was said to be one that could not be upgraded, and each opening left a copy of it.
func TestABookWhoseVersionsSomebodyChangedIsNoFailedUpgrade(t *testing.T) {
	for name, damage := range map[string]string{
		"the newest is gone": "DELETE FROM goose_db_version WHERE version_id = (SELECT max(version_id) FROM goose_db_version)",
		"none is left":       "DELETE FROM goose_db_version",
		"no table":           "DROP TABLE goose_db_version",
	} {
		t.Run(name, func(t *testing.T) {
			ctx, folder := t.Context(), t.TempDir()
			path := filepath.Join(folder, "estate.book")
			db, err := Create(ctx, path, Options{})
			require.NoError(t, err)
			require.NoError(t, db.Write(ctx, func(tx *Tx) error { _, err := tx.Exec(damage); return err }))
			require.NoError(t, db.Close())
			for range 2 {
				_, err = Open(ctx, path, Options{})
				require.Equal(t, "store.versions", Code(err), "%v", err)
			}
			copies, err := filepath.Glob(path + ".before-*")
			require.NoError(t, err)
			require.Empty(t, copies)
			if name == "the newest is gone" {
				return // a reader takes it for an older one
			}
			_, err = Open(ctx, path, Options{ReadOnly: true})
			require.Equal(t, "store.versions", Code(err), "%v", err)
		})
	}
}
