package store

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"
)

// A disk that filled up under a migration was said to be a failed upgrade, which a person cannot mend; room can.
func TestAFullDiskIsNoFailedUpgrade(t *testing.T) {
	require.Equal(t, "store.full", Code(notMigrated(Refuse("store.full"))))
	require.Equal(t, "store.migrate", Code(notMigrated(errors.New("syntax"))))
}
