package main

import (
	"image"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"
)

func TestTheWindowFitsTheWorkAreaAndFillsOneThatIsNotMuchLarger(t *testing.T) {
	for _, one := range []struct {
		name   string
		work   image.Rectangle
		scale  float32
		size   fyne.Size
		corner image.Point
		isFull bool
	}{
		{"an old monitor", image.Rect(0, 0, 1024, 768), 1, fyne.NewSize(1024, 768), image.Pt(0, 0), true},
		{"a small laptop with a panel at the top", image.Rect(0, 32, 1280, 800), 1, fyne.NewSize(1280, 768), image.Pt(0, 32), true},
		{"the commonest laptop", image.Rect(0, 0, 1366, 728), 1, fyne.NewSize(1366, 728), image.Pt(0, 0), true},
		{"a scaled one", image.Rect(0, 0, 1920, 1040), 1.5, fyne.NewSize(1280, 693), image.Pt(0, 0), true},
		{"a large monitor", image.Rect(0, 0, 1920, 1040), 1, wanted, image.Pt(277, 136), false},
		{"a large scaled one", image.Rect(0, 0, 3840, 2100), 2, wanted, image.Pt(554, 282), false},
	} {
		at := placeIn(one.work, one.scale)
		require.InDelta(t, one.size.Width, at.size.Width, 1, one.name)
		require.InDelta(t, one.size.Height, at.size.Height, 1, one.name)
		require.Equal(t, one.corner, at.corner, one.name)
		require.Equal(t, one.isFull, at.isFull, one.name)
		inside := image.Rectangle{Min: at.corner, Max: at.corner.Add(image.Pt(int(at.size.Width*one.scale), int(at.size.Height*one.scale)))}
		require.True(t, inside.In(one.work), one.name)
	}
}
