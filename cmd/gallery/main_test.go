package main

import (
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestEveryPictureFitsItsWindowAndIsDrawn(t *testing.T) {
	out := t.TempDir()
	only := ""
	if testing.Short() {
		only = "signin" // the race detector draws twenty times slower
	}
	require.NoError(t, run(flags{Out: out, Only: only, Size: "1024-huge"})) // to draw one takes twenty times longer than to lay it out
	files, err := filepath.Glob(filepath.Join(out, "*.png"))
	require.NoError(t, err)
	count := 0
	for _, gallery := range galleries {
		for _, picture := range gallery() {
			if strings.Contains(picture.Name, only) {
				count++
			}
		}
	}
	require.Len(t, files, count)
	for _, name := range files {
		file, err := os.Open(name)
		require.NoError(t, err)
		picture, err := png.DecodeConfig(file)
		require.NoError(t, file.Close())
		require.NoError(t, err)
		require.GreaterOrEqual(t, picture.Width, 1024, name)
	}
}
