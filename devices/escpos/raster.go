package escpos

import (
	"fmt"
	"image"
	"image/color"
)

// MaxPictureRows is the highest picture of a document, in dots: about 3 cm, so that no job grows beyond what a printer takes.
const MaxPictureRows = 256

// bandRows is the height of one picture command. Cheap printers lose the thread in high ones, and one known firmware
// prints rubbish where a height is a multiple of 48.
const bandRows = 24

// rasterBands returns GS v 0 commands that print picture, whose width is a multiple of 8, in bands of at most 24 rows.
func rasterBands(picture *image.Alpha) []byte {
	bounds := picture.Bounds()
	rowBytes := bounds.Dx() / 8
	var out []byte
	for top := bounds.Min.Y; top < bounds.Max.Y; top += bandRows {
		rows := min(bandRows, bounds.Max.Y-top)
		out = append(out, 0x1D, 'v', '0', 0, byte(rowBytes), byte(rowBytes>>8), byte(rows), byte(rows>>8))
		data := make([]byte, rowBytes*rows)
		for y := range rows {
			for x := range rowBytes * 8 {
				if black(picture, bounds.Min.X+x, top+y) {
					data[y*rowBytes+x/8] |= 0x80 >> (x % 8)
				}
			}
		}
		defuse(data)
		out = append(out, data...)
	}
	return out
}

// defuse breaks up the byte pairs that begin real-time commands (status 10 04, recover 10 05, drawer and power
// 10 14): printers obey them even inside picture data. It costs one dot, which nobody can see.
func defuse(data []byte) {
	for i := 0; i+1 < len(data); i++ {
		if data[i] == 0x10 && (data[i+1] == 0x04 || data[i+1] == 0x05 || data[i+1] == 0x14) {
			data[i] = 0
		}
	}
}

// centred draws a picture in the middle of one of the paper's width.
func (e *encoding) centred(p Picture) (*image.Alpha, error) {
	rowBytes := p.Width / 8
	if rowBytes < 1 || p.Width%8 != 0 || p.Width > e.profile.Dots || len(p.Rows) == 0 || len(p.Rows)%rowBytes != 0 || len(p.Rows) > rowBytes*MaxPictureRows {
		return nil, fmt.Errorf("escpos: picture of %d dots and %d bytes does not fit %d dots", p.Width, len(p.Rows), e.profile.Dots)
	}
	height, left := len(p.Rows)/rowBytes, (e.profile.Dots-p.Width)/2
	picture := image.NewAlpha(image.Rect(0, 0, e.profile.Dots, height))
	for y := range height {
		for x := range p.Width {
			if p.Rows[y*rowBytes+x/8]&(0x80>>(x%8)) != 0 {
				picture.SetAlpha(left+x, y, color.Alpha{A: 255})
			}
		}
	}
	return picture, nil
}
