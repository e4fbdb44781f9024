package main

import (
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestEveryPictureFitsItsWindowAndIsDrawn(t *testing.T) {
	out := t.TempDir()
	require.NoError(t, run(flags{Out: out}))
	files, err := filepath.Glob(filepath.Join(out, "*.png"))
	require.NoError(t, err)
	count := 0
	for _, gallery := range galleries {
		count += len(gallery())
	}
	require.Len(t, files, count*len(sizes))
	for _, name := range files {
		file, err := os.Open(name)
		require.NoError(t, err)
		picture, err := png.DecodeConfig(file)
		require.NoError(t, file.Close())
		require.NoError(t, err)
		require.GreaterOrEqual(t, picture.Width, 1366, name)
	}
}
