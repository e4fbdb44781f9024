package household

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAWholeRoomIsNotItsBeginningNorItsDoor(t *testing.T) {
	for typed, whole := range map[string]bool{
		"3-2-1201": true, "321201": true, "3021201": true, "03021201": true, " 3-2-1201 ": true,
		"": false, "1201": false, "302120": false, "30212011": false, "32120": false, "6621": false,
	} {
		require.Equal(t, whole, IsWholeRoom("3-2-1201", typed), typed)
	}
	require.True(t, IsWholeRoom("商铺-01", "商铺01"))
	require.True(t, IsWholeRoom("A-1-502", "a1502"))
}
