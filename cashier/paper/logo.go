package paper

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"

	xdraw "golang.org/x/image/draw"

	"shouqi/ledger/estate"
	"shouqi/ledger/store"
)

// The largest file a logo is made from, in bytes, and its largest side in dots.
const (
	LogoBytesMax = 256 << 10
	logoSideMax  = 4096
)

// CodeLogo is what a file is refused with that no logo can be made from.
const CodeLogo = "paper.logo"

// ReadLogo makes the logo of receipts from the content of a PNG file: on white, as large as it is but at most 384 dots wide and 192
// high, its greys as black dots among white ones. Errors: paper.logo.
func ReadLogo(file []byte) (estate.Logo, error) {
	if len(file) > LogoBytesMax {
		return estate.Logo{}, store.Fail(CodeLogo, fmt.Errorf("paper: a file of %d bytes", len(file)))
	}
	// The size stands at the beginning: a small file may be a picture that no memory holds.
	config, err := png.DecodeConfig(bytes.NewReader(file))
	if err == nil && (config.Width > logoSideMax || config.Height > logoSideMax) {
		err = errors.New("paper: the picture is too large")
	}
	if err != nil {
		return estate.Logo{}, store.Fail(CodeLogo, err)
	}
	picture, err := png.Decode(bytes.NewReader(file))
	if err != nil {
		return estate.Logo{}, store.Fail(CodeLogo, err)
	}
	return logoOf(picture), nil
}

func logoOf(picture image.Image) estate.Logo {
	size := picture.Bounds().Size()
	scale := min(1, float64(estate.LogoWidthMax)/float64(size.X), float64(estate.LogoRowsMax)/float64(size.Y))
	width, height := max(1, int(float64(size.X)*scale)), max(1, int(float64(size.Y)*scale))
	padded := (width + 7) / 8 * 8
	onWhite := image.NewGray(image.Rect(0, 0, padded, height))
	draw.Draw(onWhite, onWhite.Rect, image.White, image.Point{}, draw.Src)
	left := (padded - width) / 2
	xdraw.CatmullRom.Scale(onWhite, image.Rect(left, 0, left+width, height), picture, picture.Bounds(), draw.Over, nil)
	dots := image.NewPaletted(onWhite.Rect, color.Palette{color.White, color.Black})
	draw.FloydSteinberg.Draw(dots, dots.Rect, onWhite, image.Point{})
	logo := estate.Logo{Width: padded, Rows: make([]byte, padded/8*height)}
	for i, black := range dots.Pix {
		logo.Rows[i/8] |= black << (7 - i%8) // a row is a whole number of bytes
	}
	return logo
}

// logoPNG is a logo as a file, for a PDF.
func logoPNG(logo estate.Logo) ([]byte, error) {
	picture := image.NewPaletted(image.Rect(0, 0, logo.Width, logo.Height()), color.Palette{color.White, color.Black})
	for i := range picture.Pix {
		picture.Pix[i] = logo.Rows[i/8] >> (7 - i%8) & 1
	}
	var file bytes.Buffer
	err := png.Encode(&file, picture)
	return file.Bytes(), err
}
