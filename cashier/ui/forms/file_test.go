package forms

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// What lies above a folder is the folder that it stands in; above a root are the roots where there is more than one, and every root can be left.
func TestEveryRootIsReachedFromAFolder(t *testing.T) {
	folder := t.TempDir()
	up, at := above(folder)
	require.Equal(t, filepath.Dir(folder), up)
	require.Equal(t, filepath.Base(folder), at)
	roots, err := listFolder(allVolumes, []string{".xch"})
	require.NoError(t, err)
	require.Len(t, roots, len(volumes()))
	for _, root := range roots {
		require.True(t, root.isFolder)
		up, _ := above(root.name)
		require.Equal(t, len(roots) > 1, up == allVolumes, root.name)
	}
}
