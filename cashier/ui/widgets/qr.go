package widgets

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"github.com/skip2/go-qrcode"
)

// QRCode draws text as a code that a phone scans off the screen, in a square of side points: black on white whatever the colours of the
// window, with the quiet zone that the standard asks for, and each module the same whole number of pixels, so that none is blurred at any
// scaling of the system. A text that is too long for any code draws a white square.
func QRCode(text string, side float32) fyne.CanvasObject {
	var modules [][]bool
	if code, err := qrcode.New(text, qrcode.Medium); err == nil {
		modules = code.Bitmap()
	}
	raster := canvas.NewRaster(func(width, height int) image.Image { return qrPicture(modules, width, height) })
	return Sized(0, side, container.NewCenter(Sized(side, side, raster)))
}

// qrPicture draws modules in the middle of a picture of so many pixels.
func qrPicture(modules [][]bool, width, height int) image.Image {
	picture := image.NewPaletted(image.Rect(0, 0, width, height), color.Palette{color.White, color.Black})
	count := len(modules)
	if count == 0 {
		return picture
	}
	module := max(min(width, height)/count, 1)
	left, top := (width-module*count)/2, (height-module*count)/2
	for row, cells := range modules {
		for column, isBlack := range cells {
			if !isBlack {
				continue
			}
			for y := range module {
				for x := range module {
					picture.SetColorIndex(left+column*module+x, top+row*module+y, 1)
				}
			}
		}
	}
	return picture
}
