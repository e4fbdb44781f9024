package forms

import (
	"os"
	"path/filepath"
	"testing"
	"time"

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

// The file that was written last is the one that is looked for: it stands first below the folders.
func TestTheNewestFileComesFirst(t *testing.T) {
	folder := t.TempDir()
	at := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	for i, name := range []string{"b.xch", "c.xch", "a.xch", "z.txt"} {
		require.NoError(t, os.WriteFile(filepath.Join(folder, name), nil, 0o600))
		require.NoError(t, os.Chtimes(filepath.Join(folder, name), at, at.Add(time.Duration(min(i, 1))*time.Hour)))
	}
	require.NoError(t, os.Mkdir(filepath.Join(folder, "new"), 0o700))
	entries, err := listFolder(folder, []string{".xch"})
	require.NoError(t, err)
	var names []string
	for _, entry := range entries {
		names = append(names, entry.name)
	}
	require.Equal(t, []string{"..", "new", "a.xch", "c.xch", "b.xch"}, names)
	require.True(t, entries[4].changed.Equal(at))
}
