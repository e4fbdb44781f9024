package monkey

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTheDigitsOfACheckMarkAreNoPIN(t *testing.T) {
	require.Empty(t, pinIn("01-2026-000001\n校验码 c31579826bd04ef1\nSQ1:01-2026-000001:84047:c31579826bd04ef1\x1d(k"))
	for _, text := range []string{"31579826", "搜索 79826", "校验码 c31579826bd04ef1 31579826", "3157982631579826", "c31579826bd04ef", "x79826a"} {
		require.NotEmpty(t, pinIn(text), text)
	}
}
