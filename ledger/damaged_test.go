package ledger

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/store"
)

// On a full disk a good backup was called damaged: whoever believes it takes an older one, or throws it away.
func TestAFullDiskSaysNothingAgainstABackup(t *testing.T) {
	for _, code := range []string{"store.full", "store.no_room", "store.copy", "store.lock", "store.held", "store.missing", "store.newer",
		"store.no_space", "store.log_alone", "store.folder", "store.name_long", "store.no_right"} {
		require.Equal(t, code, store.Code(damaged(store.Refuse(code))))
	}
	require.ErrorIs(t, damaged(context.Canceled), context.Canceled)
	require.Equal(t, store.CodeInternal, store.Code(damaged(context.Canceled)))
	for _, code := range []string{"store.corrupt", "store.foreign", "store.migrate", "store.sql", "store.versions"} {
		require.Equal(t, "book.backup_damaged", store.Code(damaged(store.Refuse(code))))
	}
}
