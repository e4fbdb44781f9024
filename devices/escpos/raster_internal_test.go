package escpos

import (
	"image"
	"testing"

	"github.com/stretchr/testify/require"
)

// One known firmware prints rubbish where a picture's height is a multiple of 48, and cheap printers lose high ones.
func TestPicturesGoInBandsThatCheapPrintersBear(t *testing.T) {
	for height := 1; height <= 200; height++ {
		out := rasterBands(image.NewAlpha(image.Rect(0, 0, 16, height)))
		rows := 0
		for len(out) > 0 {
			require.Equal(t, []byte{0x1D, 'v', '0', 0, 2, 0}, out[:6])
			band := int(out[6]) | int(out[7])<<8
			require.NotZero(t, band%48, "height %d", height)
			require.LessOrEqual(t, band, 24, "height %d", height)
			rows += band
			out = out[8+2*band:]
		}
		require.Equal(t, height, rows)
	}
}
